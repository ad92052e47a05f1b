import committees.models.owners
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('estates', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Enterprise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uscc', models.CharField(max_length=18, unique=True, validators=[django.core.validators.RegexValidator('^[0-9A-Z]{18}$', 'A unified social credit code has 18 digits and capitals.')], verbose_name='unified social credit code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('initials', models.CharField(blank=True, db_index=True, max_length=100, verbose_name='pinyin initials')),
                ('legal_representative', models.CharField(blank=True, max_length=60, verbose_name='legal representative')),
                ('contact_name', models.CharField(blank=True, max_length=60, verbose_name='contact')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='business phone')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='founded on')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='entered the credit system on')),
                ('status', models.CharField(choices=[('operating', 'operating'), ('closed', 'closed')], default='operating', max_length=10, verbose_name='status')),
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat('name', models.Value(' '), 'initials', models.Value(' '), 'uscc'), output_field=models.TextField(verbose_name='what search looks at'))),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.region', verbose_name='registered in')),
            ],
            options={
                'verbose_name': 'enterprise',
                'verbose_name_plural': 'enterprises',
                'ordering': ['uscc'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('search_text'), name='gin_trgm_ops'), name='enterprise_search_trigram')],
                'constraints': [models.CheckConstraint(condition=models.Q(('uscc__regex', '^[0-9A-Z]{18}$')), name='uscc_is_eighteen_characters')],
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff', to='enterprises.enterprise', verbose_name='enterprise')),
            ],
            options={
                'verbose_name': 'company login',
                'verbose_name_plural': 'company logins',
            },
        ),
        migrations.CreateModel(
            name='ProjectManager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='registration number')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('registered_on', models.DateField(verbose_name='registered on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='managers', to='enterprises.enterprise', verbose_name='enterprise')),
            ],
            options={
                'verbose_name': 'project manager',
                'verbose_name_plural': 'project managers',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ServiceContract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='contract number')),
                ('stage', models.CharField(choices=[('early', 'early stage, chosen by the developer'), ('owners', 'chosen by the owners'), ('basic', 'basic service set by the street')], max_length=10, verbose_name='stage')),
                ('service_level', models.CharField(blank=True, max_length=20, verbose_name='service level')),
                ('fee_fen_per_m2_month', models.PositiveIntegerField(blank=True, null=True, verbose_name='fee, fen per m² and month')),
                ('begins_on', models.DateField(verbose_name='begins on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends before')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed on')),
                ('filed_on', models.DateField(blank=True, null=True, verbose_name='filed on')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='enterprises.enterprise', verbose_name='enterprise')),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='estates.estate', verbose_name='estate')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='enterprises.projectmanager', verbose_name='project manager')),
            ],
            options={
                'verbose_name': 'service contract',
                'verbose_name_plural': 'service contracts',
                'ordering': ['-begins_on', 'number'],
                'indexes': [models.Index(fields=['enterprise', 'begins_on'], name='contracts_of_an_enterprise')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('begins_on')), _connector='OR'), name='contract_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('estate', '='), (committees.models.owners.DateRange('begins_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='one_running_contract_per_estate', violation_error_message='This estate already has a contract running in that time.')],
            },
        ),
    ]
