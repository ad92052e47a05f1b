import accounts.migrating
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('estates', '0003_feed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Home',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(blank=True, max_length=10, verbose_name='unit of a building')),
                ('room', models.CharField(max_length=20, verbose_name='room')),
                ('area_m2', models.DecimalField(decimal_places=2, max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='exclusive area, m²')),
                ('area_basis', models.CharField(choices=[('registered', 'real-estate register'), ('surveyed', 'survey'), ('contract', 'purchase contract')], default='registered', max_length=12, verbose_name='area by')),
                ('use', models.CharField(choices=[('residential', 'dwelling'), ('shop', 'shop'), ('office', 'office'), ('other', 'other')], default='residential', max_length=12, verbose_name='use')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='handed over on')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='homes', to='estates.building', verbose_name='building')),
            ],
            options={
                'verbose_name': 'home',
                'verbose_name_plural': 'homes',
                'ordering': ['building_id', 'unit', 'room'],
                'constraints': [models.UniqueConstraint(fields=('building', 'unit', 'room'), name='one_home_per_room'), models.CheckConstraint(condition=models.Q(('area_m2__gt', 0)), name='home_has_an_area')],
            },
        ),
        accounts.migrating.AddTriggers(
            triggers=[('home', pgtrigger.compiler.Trigger(name='home_tells_new', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT n.pk::text, n.key, 'I', NULL::text, NULL::text[], n.place, n.companies, NULL::text[]\n    FROM (SELECT t.id AS pk, t.id::text AS key, t AS compared, (e.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM new_rows t LEFT JOIN estates_building h ON h.id = t.building_id LEFT JOIN estates_estate e ON e.id = h.estate_id) n WHERE n.shown),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'home', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='9d4d56ffacd6f8c863b9c9b891d71a67d9544200', level='STATEMENT', operation='INSERT', pgid='pgtrigger_home_tells_new_84e1d', referencing='REFERENCING NEW TABLE AS new_rows ', table='estates_home', when='AFTER'))), ('home', pgtrigger.compiler.Trigger(name='home_tells_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT n.pk::text, n.key, CASE WHEN NOT o.shown THEN 'I' WHEN NOT n.shown THEN 'D' ELSE 'U' END,\n           CASE WHEN o.shown AND (NOT n.shown OR o.place IS DISTINCT FROM n.place) THEN o.place END,\n           CASE WHEN o.shown AND (NOT n.shown OR o.companies IS DISTINCT FROM n.companies) THEN CASE WHEN o.companies IS NOT NULL THEN coalesce((SELECT array_agg(DISTINCT stem) FROM enterprises_reach WHERE enterprise_id = ANY (o.companies)), '{}') END END,\n           CASE WHEN n.shown THEN n.place END, CASE WHEN n.shown THEN n.companies END, NULL::text[]\n    FROM (SELECT t.id AS pk, t.id::text AS key, t AS compared, (e.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM old_rows t LEFT JOIN estates_building h ON h.id = t.building_id LEFT JOIN estates_estate e ON e.id = h.estate_id) o JOIN (SELECT t.id AS pk, t.id::text AS key, t AS compared, (e.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM new_rows t LEFT JOIN estates_building h ON h.id = t.building_id LEFT JOIN estates_estate e ON e.id = h.estate_id) n USING (pk)\n    WHERE o.compared IS DISTINCT FROM n.compared AND (o.shown OR n.shown)),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'home', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='0bc6467b6babd2bf33e2f2c95627d0c2e79c13a8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_home_tells_changed_667de', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='estates_home', when='AFTER'))), ('home', pgtrigger.compiler.Trigger(name='home_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT o.pk::text, o.key, 'D', o.place, CASE WHEN o.companies IS NOT NULL THEN coalesce((SELECT array_agg(DISTINCT stem) FROM enterprises_reach WHERE enterprise_id = ANY (o.companies)), '{}') END, NULL::text, NULL::bigint[], NULL::text[]\n    FROM (SELECT t.id AS pk, t.id::text AS key, t AS compared, (e.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM old_rows t LEFT JOIN estates_building h ON h.id = t.building_id LEFT JOIN estates_estate e ON e.id = h.estate_id) o WHERE o.shown),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'home', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='7756f79dc2f952b21144e90eb2a66f4bbc641c5b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_home_gone_fb751', referencing='REFERENCING OLD TABLE AS old_rows ', table='estates_home', when='AFTER')))],
        ),
    ]
