import accounts.migrating
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        accounts.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('username', models.CharField(max_length=60, unique=True, verbose_name='user name')),
                    ('full_name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                    ('role', models.CharField(choices=[('system', 'system administrator'), ('auditor', 'auditor'), ('bureau', 'bureau officer'), ('district', 'district officer'), ('street', 'street officer'), ('inspector', 'inspector'), ('company', 'company staff')], max_length=10, verbose_name='role')),
                    ('is_active', models.BooleanField(default=True, verbose_name='may log in')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created at')),
                    ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.region', verbose_name='region')),
                ],
                options={
                    'verbose_name': 'person',
                    'verbose_name_plural': 'people',
                    'ordering': ['username'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['district', 'street']), _negated=True), ('region__isnull', False), _connector='OR'), name='officer_of_a_district_or_street_has_a_region')],
                },
            ), migrations.CreateModel(
                name='CityProfile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('bureau_name', models.CharField(max_length=100, verbose_name='name of the bureau')),
                    ('emblem_text', models.CharField(max_length=40, verbose_name='text beside the mark')),
                    ('hotline', models.CharField(default='12345', max_length=30, verbose_name='service hotline')),
                    ('coverage_target_percent', models.DecimalField(decimal_places=2, default=90, max_digits=5, validators=[django.core.validators.MinValueValidator(0)], verbose_name='coverage target, %')),
                    ('coverage_lower_mark_percent', models.DecimalField(decimal_places=2, default=85, max_digits=5, validators=[django.core.validators.MinValueValidator(0)], verbose_name='coverage lower mark, %')),
                    ('is_demo', models.BooleanField(default=False, verbose_name='invented data for trying out')),
                    ('region', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='accounts.region', verbose_name='region')),
                ],
                options={
                    'verbose_name': 'city profile',
                    'verbose_name_plural': 'city profile',
                    'constraints': [models.UniqueConstraint(models.Value(1), name='one_city_per_portal')],
                },
            ), migrations.CreateModel(
                name='Region',
                fields=[
                    ('code', models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name='statistical code')),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('level', models.CharField(choices=[('province', 'province'), ('city', 'city'), ('county', 'county-level district'), ('street', 'street or town'), ('community', 'community')], max_length=10, verbose_name='level')),
                    ('stem', models.GeneratedField(db_persist=True, expression=models.Case(models.When(level='province', then=django.db.models.functions.text.Left('code', 2)), models.When(level='city', then=django.db.models.functions.text.Left('code', 4)), models.When(level='county', then=django.db.models.functions.text.Left('code', 6)), models.When(level='street', then=django.db.models.functions.text.Left('code', 9)), models.When(level='community', then=django.db.models.functions.text.Left('code', 12)), default=models.Value('')), output_field=models.CharField(max_length=12, verbose_name='code prefix'))),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.region', verbose_name='part of')),
                ],
                options={
                    'verbose_name': 'region',
                    'verbose_name_plural': 'regions',
                    'ordering': ['code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{12}$')), name='region_code_is_twelve_digits'), models.CheckConstraint(condition=models.Q(models.Q(('level__in', ['province', 'city']), ('parent__isnull', True)), ('parent__isnull', False), _connector='OR'), name='region_below_a_city_has_a_parent')],
                },
            ), migrations.CreateModel(
                name='RuleValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.SlugField(max_length=60, verbose_name='key')),
                    ('value', models.CharField(max_length=40, verbose_name='value')),
                    ('unit', models.CharField(max_length=30, verbose_name='unit')),
                    ('article', models.CharField(max_length=200, verbose_name='article')),
                    ('from_on', models.DateField(verbose_name='first day')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ],
                options={
                    'verbose_name': 'rule value',
                    'verbose_name_plural': 'rule values',
                    'ordering': ['key', '-from_on'],
                    'constraints': [models.UniqueConstraint(fields=('key', 'from_on'), name='one_rule_value_per_key_and_day')],
                },
            ), migrations.CreateModel(
                name='ApiToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='what it is for')),
                    ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='digest')),
                    ('hint', models.CharField(editable=False, max_length=8, verbose_name='begins with')),
                    ('read_only', models.BooleanField(default=False, verbose_name='read only')),
                    ('issued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='issued at')),
                    ('expires_at', models.DateTimeField(verbose_name='expires at')),
                    ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked at')),
                    ('last_used_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last used at')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ],
                options={
                    'verbose_name': 'API token',
                    'verbose_name_plural': 'API tokens',
                    'ordering': ['-issued_at'],
                },
            ), migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                    ('who', models.CharField(max_length=60, verbose_name='who')),
                    ('role', models.CharField(blank=True, max_length=10, verbose_name='role')),
                    ('region_code', models.CharField(blank=True, max_length=12, verbose_name='region')),
                    ('verb', models.CharField(max_length=60, verbose_name='did what')),
                    ('thing', models.CharField(max_length=60, verbose_name='kind of thing')),
                    ('thing_id', models.CharField(max_length=60, verbose_name='its number')),
                    ('label', models.CharField(max_length=200, verbose_name='its name')),
                    ('before', models.JSONField(null=True, verbose_name='before')),
                    ('after', models.JSONField(null=True, verbose_name='after')),
                    ('why', models.TextField(blank=True, verbose_name='why')),
                    ('origin', models.CharField(blank=True, max_length=100, verbose_name='from where')),
                    ('request_id', models.CharField(blank=True, max_length=64, verbose_name='request')),
                ],
                options={
                    'verbose_name': 'audit entry',
                    'verbose_name_plural': 'audit entries',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['thing', 'thing_id'], name='audit_of_one_thing')],
                },
            )],
        ),
        accounts.migrating.AddTriggers(
            triggers=[('auditentry', pgtrigger.compiler.Trigger(name='audit_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0c0f0d11983f9b0da7680c0b18e142e42cb98c60', operation='UPDATE OR DELETE', pgid='pgtrigger_audit_never_changed_91644', table='accounts_auditentry', when='BEFORE'))), ('auditentry', pgtrigger.compiler.Trigger(name='audit_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'restrict_violation';", hash='0abc4e6142b90b86d3efc4882d1c9a86d1430fd8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_audit_never_emptied_76fd6', table='accounts_auditentry', when='BEFORE')))],
        ),
    ]
