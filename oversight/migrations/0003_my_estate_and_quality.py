import accounts.migrating
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('estates', '0005_boards_and_upkeep'),
        ('oversight', '0002_figures_by_area'),
    ]

    operations = [
        accounts.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='QualityCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='day')),
                    ('area_code', models.CharField(max_length=12, verbose_name='area')),
                    ('at', models.DateTimeField(verbose_name='counted at')),
                    ('estate_count', models.PositiveIntegerField(verbose_name='estates')),
                    ('complete_asked', models.PositiveIntegerField(verbose_name='to be on file')),
                    ('complete_held', models.PositiveIntegerField(verbose_name='of it on file')),
                    ('fresh_asked', models.PositiveIntegerField(verbose_name='to be up to date')),
                    ('fresh_held', models.PositiveIntegerField(verbose_name='up to date')),
                    ('gap_count', models.PositiveIntegerField(verbose_name='gaps')),
                    ('overdue_count', models.PositiveIntegerField(verbose_name='gaps overdue')),
                    ('next_due_on', models.DateField(blank=True, null=True, verbose_name='next deadline')),
                ],
                options={
                    'verbose_name': 'count of data quality',
                    'verbose_name_plural': 'counts of data quality',
                    'constraints': [models.UniqueConstraint(fields=('area_code', 'on'), name='one_count_of_quality_per_area_and_day'), models.CheckConstraint(condition=models.Q(('complete_held__lte', models.F('complete_asked')), ('fresh_held__lte', models.F('fresh_asked')), ('gap_count', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('complete_asked'), '-', models.F('complete_held')), '+', models.F('fresh_asked')), '-', models.F('fresh_held'))), ('overdue_count__lte', models.F('gap_count'))), name='gaps_are_what_is_not_held')],
                },
            ), migrations.CreateModel(
                name='QualityGap',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=20, verbose_name='what is missing')),
                    ('side', models.CharField(choices=[('complete', 'on file at all'), ('fresh', 'up to date')], max_length=8, verbose_name='missing or old')),
                    ('since_on', models.DateField(verbose_name='found on')),
                    ('due_on', models.DateField(verbose_name='to be put right by')),
                    ('estate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quality_gaps', to='estates.estate', verbose_name='estate')),
                ],
                options={
                    'verbose_name': 'gap in the data',
                    'verbose_name_plural': 'gaps in the data',
                    'ordering': ['due_on', 'estate_id', 'rule'],
                    'indexes': [models.Index(fields=['due_on'], name='gaps_by_due_day')],
                    'constraints': [models.UniqueConstraint(fields=('estate', 'rule'), name='one_gap_per_estate_and_rule'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('since_on'))), name='gap_is_due_after_it_was_found')],
                },
            ), migrations.CreateModel(
                name='Standing',
                fields=[
                    ('estate_id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('facts', models.JSONField()),
                    ('seen_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'standing of an estate',
                    'verbose_name_plural': 'standings of estates',
                },
            ), migrations.CreateModel(
                name='Follower',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sealed_name', models.TextField(blank=True, editable=False)),
                    ('sealed_phone', models.TextField(blank=True, editable=False)),
                    ('estate_id', models.BigIntegerField(verbose_name='estate')),
                    ('phone_digest', models.CharField(max_length=64)),
                    ('salt', models.CharField(max_length=32)),
                    ('code_digest', models.CharField(blank=True, max_length=64)),
                    ('code_until', models.DateTimeField(null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('asked_at', models.DateTimeField(verbose_name='asked')),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed')),
                    ('until_on', models.DateField(verbose_name='kept until')),
                    ('language', models.CharField(max_length=10)),
                    ('told_news', models.BigIntegerField(default=0)),
                    ('failures', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'verbose_name': 'number that follows an estate',
                    'verbose_name_plural': 'numbers that follow estates',
                    'indexes': [models.Index(fields=['until_on'], name='followers_by_last_day')],
                    'constraints': [models.UniqueConstraint(fields=('estate_id', 'phone_digest'), name='one_number_follows_an_estate_once'), models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('code_digest', ''), _connector='OR'), name='a_confirmed_number_has_no_code_left')],
                },
            ), migrations.CreateModel(
                name='MoneyCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='day')),
                    ('area_code', models.CharField(max_length=12, verbose_name='area')),
                    ('at', models.DateTimeField(verbose_name='counted at')),
                    ('managed_count', models.PositiveIntegerField(default=0, verbose_name='estates under contract')),
                    ('fee_count', models.PositiveIntegerField(default=0, verbose_name='of these with a fee filing in force')),
                    ('level_count', models.PositiveIntegerField(default=0, verbose_name='of these with a verified level of service')),
                    ('finding_count', models.PositiveIntegerField(default=0, verbose_name='findings being worked through')),
                    ('fund_blocks', models.PositiveIntegerField(default=0, verbose_name='buildings with a maintenance fund')),
                    ('fund_low', models.PositiveIntegerField(default=0, verbose_name='of these below the line to top up')),
                    ('fund_first_fen', models.BigIntegerField(default=0, verbose_name='first deposits, fen')),
                    ('fund_balance_fen', models.BigIntegerField(default=0, verbose_name='balance of the maintenance fund, fen')),
                    ('revenue_due', models.PositiveIntegerField(default=0, verbose_name='accounts of public revenue due')),
                    ('revenue_in_time', models.PositiveIntegerField(default=0, verbose_name='of these posted in time')),
                    ('revenue_fen', models.BigIntegerField(default=0, verbose_name='public revenue, fen')),
                    ('revenue_to_fund_fen', models.BigIntegerField(default=0, verbose_name='of it into the maintenance fund, fen')),
                    ('board_due', models.PositiveIntegerField(default=0, verbose_name='items to hang on boards')),
                    ('board_held', models.PositiveIntegerField(default=0, verbose_name='of these posted')),
                    ('equipment_count', models.PositiveIntegerField(default=0, verbose_name='equipment in use')),
                    ('equipment_overdue', models.PositiveIntegerField(default=0, verbose_name='of it overdue for inspection')),
                ],
                options={
                    'verbose_name': 'count of money and upkeep',
                    'verbose_name_plural': 'counts of money and upkeep',
                    'constraints': [models.UniqueConstraint(fields=('area_code', 'on'), name='one_count_of_money_per_area_and_day'), models.CheckConstraint(condition=models.Q(('board_held__lte', models.F('board_due')), ('equipment_overdue__lte', models.F('equipment_count')), ('fee_count__lte', models.F('managed_count')), ('fund_low__lte', models.F('fund_blocks')), ('level_count__lte', models.F('managed_count')), ('revenue_in_time__lte', models.F('revenue_due'))), name='counts_of_money_are_parts')],
                },
            ), migrations.CreateModel(
                name='News',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('estate_id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('manager', 'who manages it'), ('grade', 'credit grade'), ('fee', 'property fee'), ('level', 'service level'), ('fund', 'maintenance fund'), ('revenue', 'public revenue'), ('committee', "owners' committee"), ('votes', 'votes of owners'), ('board', 'disclosure')], max_length=10, verbose_name='about')),
                    ('before', models.JSONField(verbose_name='before')),
                    ('after', models.JSONField(verbose_name='after')),
                    ('at', models.DateTimeField(verbose_name='when')),
                ],
                options={
                    'verbose_name': 'news of an estate',
                    'verbose_name_plural': 'news of estates',
                    'indexes': [models.Index(fields=['estate_id', '-id'], name='news_of_an_estate'), models.Index(fields=['at'], name='news_by_moment')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='news_tells_of_a_change')],
                },
            )],
        ),
        accounts.migrating.AddTriggers(
            triggers=[('news', pgtrigger.compiler.Trigger(name='news_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f5b5123e05598f7730802b664a6993711eb59ca5', operation='UPDATE', pgid='pgtrigger_news_never_changed_9d17f', table='oversight_news', when='BEFORE')))],
        ),
    ]
