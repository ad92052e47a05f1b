import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Estate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=13, unique=True, validators=[django.core.validators.RegexValidator('^\\d{13}$', 'An estate code has 13 digits.')], verbose_name='estate code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('initials', models.CharField(blank=True, db_index=True, max_length=80, verbose_name='pinyin initials')),
                ('former_names', models.CharField(blank=True, max_length=300, verbose_name='former names')),
                ('address', models.CharField(max_length=200, verbose_name='address')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(54)], verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(73), django.core.validators.MaxValueValidator(136)], verbose_name='longitude')),
                ('built_year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='built in')),
                ('floor_area_m2', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(0)], verbose_name='floor area, m²')),
                ('households', models.PositiveIntegerField(verbose_name='households')),
                ('building_count', models.PositiveSmallIntegerField(verbose_name='buildings')),
                ('kind', models.CharField(choices=[('commodity', 'commodity housing'), ('old', 'old estate'), ('self_built', 'self-built'), ('former_employer', "former employer's housing"), ('village', 'village turned residence'), ('micro', 'micro estate')], max_length=20, verbose_name='kind')),
                ('service_mode', models.CharField(choices=[('company', 'property company'), ('specialised', 'specialised unit'), ('self_managed', "owners' self-management"), ('community_trust', 'community trust'), ('state_fallback', 'state-owned fallback'), ('none', 'no property service')], max_length=20, verbose_name='service mode')),
                ('renovation', models.CharField(choices=[('not_planned', 'not planned'), ('planned', 'planned'), ('under_way', 'under way'), ('done', 'renovated')], default='not_planned', max_length=20, verbose_name='renovation')),
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat('name', models.Value(' '), 'former_names', models.Value(' '), 'address', models.Value(' '), 'initials', models.Value(' '), 'code'), output_field=models.TextField(verbose_name='what search looks at'))),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.region', verbose_name='street or community')),
            ],
            options={
                'verbose_name': 'estate',
                'verbose_name_plural': 'estates',
                'ordering': ['code'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('search_text'), name='gin_trgm_ops'), name='estate_search_trigram')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{13}$')), name='estate_code_is_thirteen_digits'), models.CheckConstraint(condition=models.Q(('floor_area_m2__gte', 0)), name='estate_area_is_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='estate_has_both_coordinates_or_none')],
            },
        ),
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='building')),
                ('storeys', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='storeys')),
                ('units', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='units')),
                ('lifts', models.PositiveSmallIntegerField(default=0, verbose_name='lifts')),
                ('households', models.PositiveIntegerField(default=0, verbose_name='households')),
                ('floor_area_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='floor area, m²')),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='buildings', to='estates.estate', verbose_name='estate')),
            ],
            options={
                'verbose_name': 'building',
                'verbose_name_plural': 'buildings',
                'ordering': ['estate_id', 'name'],
                'constraints': [models.UniqueConstraint(fields=('estate', 'name'), name='one_building_per_name_in_an_estate')],
            },
        ),
    ]
