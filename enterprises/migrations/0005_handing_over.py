import accounts.migrating
import accounts.proofs
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('committees', '0002_delivery_papers'),
        ('enterprises', '0004_resolution'),
        ('estates', '0005_boards_and_upkeep'),
    ]

    operations = [
        accounts.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                    ('phase', models.CharField(max_length=60, verbose_name='part that is handed over')),
                    ('developer', models.CharField(max_length=100, verbose_name='developer')),
                    ('homes', models.PositiveIntegerField(verbose_name='homes handed over')),
                    ('floor_area_m2', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(1)], verbose_name='floor area handed over, m²')),
                    ('service_rooms_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='rooms for the property service, m²')),
                    ('committee_room_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name="room for the owners' committee, m²")),
                    ('state', models.CharField(choices=[('applied', 'applied for, to be checked'), ('returned', 'conditions missing'), ('confirmed', 'confirmed'), ('withdrawn', 'withdrawn')], default='applied', max_length=10, verbose_name='state')),
                    ('applied_on', models.DateField(verbose_name='applied for on')),
                    ('handover_on', models.DateField(verbose_name='to be handed over from')),
                    ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                    ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                    ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                    ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='estates.estate', verbose_name='estate')),
                    ('paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='committees.paper', verbose_name='confirmation')),
                ],
                options={
                    'verbose_name': 'delivery verification',
                    'verbose_name_plural': 'delivery verifications',
                    'ordering': ['-applied_on', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('estate', 'phase'), name='one_delivery_of_a_phase', violation_error_message='The delivery of this part of the estate was applied for already.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_on__isnull', False), ('state', 'confirmed')), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_on__isnull', True), ('paper__isnull', True)), _connector='OR'), name='confirmed_delivery_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('committee_room_m2__isnull', False), ('floor_area_m2__gt', 0), ('service_rooms_m2__isnull', False)), _connector='OR'), name='confirmed_delivery_has_its_rooms_measured')],
                },
            ), migrations.CreateModel(
                name='DeliveryCondition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('completion', 'completion accepted and filed'), ('mains', 'water, power, gas and heat connected, each with its meter'), ('public', 'public service buildings built as planned'), ('grounds', 'roads and greenery built and usable'), ('rooms', 'rooms for the property service provided'), ('certificates', 'lifts, fire protection and other equipment certified'), ('papers', 'papers for use and upkeep complete'), ('other', 'further conditions of law')], max_length=12, verbose_name='condition')),
                    ('is_met', models.BooleanField(blank=True, null=True, verbose_name='met')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                    ('missing', models.CharField(blank=True, max_length=300, verbose_name='what is missing')),
                    ('proof', models.FileField(blank=True, max_length=200, storage=accounts.proofs.private_files, upload_to=accounts.proofs.private_place('deliveries'), verbose_name='proof')),
                    ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='enterprises.delivery', verbose_name='delivery verification')),
                ],
                options={
                    'verbose_name': 'condition of a delivery',
                    'verbose_name_plural': 'conditions of deliveries',
                    'ordering': ['delivery_id', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('delivery', 'kind'), name='one_row_for_each_condition'), models.CheckConstraint(condition=models.Q(models.Q(('checked_on__isnull', True), ('is_met__isnull', True)), models.Q(('checked_on__isnull', False), ('is_met', True), ('missing', '')), models.Q(('checked_on__isnull', False), ('is_met', False), models.Q(('missing', ''), _negated=True)), _connector='OR'), name='missing_condition_says_what')],
                },
            ), migrations.CreateModel(
                name='Takeover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                    ('kind', models.CharField(choices=[('new', 'new estate, from the developer'), ('change', 'from the company before')], max_length=6, verbose_name='kind')),
                    ('hands_over', models.CharField(max_length=100, verbose_name='who hands over')),
                    ('state', models.CharField(choices=[('open', 'hand-over under way'), ('inspected', 'inspected, defects to be put right'), ('finished', 'finished'), ('filed', 'papers filed'), ('struck', 'entered by mistake')], default='open', max_length=10, verbose_name='state')),
                    ('handover_on', models.DateField(verbose_name='homes handed over, or service begins, on')),
                    ('papers_due_on', models.DateField(blank=True, null=True, verbose_name='papers due by')),
                    ('inspect_by', models.DateField(verbose_name='inspection due by')),
                    ('inspected_on', models.DateField(blank=True, null=True, verbose_name='hand-over inspected on')),
                    ('post_by', models.DateField(blank=True, null=True, verbose_name='result to be posted by')),
                    ('posted_on', models.DateField(blank=True, null=True, verbose_name='result posted on')),
                    ('finished_on', models.DateField(blank=True, null=True, verbose_name='finished on')),
                    ('file_by', models.DateField(blank=True, null=True, verbose_name='to be filed by')),
                    ('filed_on', models.DateField(blank=True, null=True, verbose_name='filed on')),
                    ('proof', models.FileField(blank=True, max_length=200, storage=accounts.proofs.private_files, upload_to=accounts.proofs.private_place('takeovers'), verbose_name='signed record')),
                    ('struck_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was struck')),
                    ('delivery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='takeovers', to='enterprises.delivery', verbose_name='delivery verification')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takeovers', to='enterprises.enterprise', verbose_name='company that takes over')),
                    ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takeovers', to='estates.estate', verbose_name='estate')),
                ],
                options={
                    'verbose_name': 'inspection at hand-over',
                    'verbose_name_plural': 'inspections at hand-over',
                    'ordering': ['-handover_on', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'struck'), _negated=True), fields=('estate', 'enterprise', 'handover_on'), name='one_takeover_of_a_day', violation_error_message='This inspection at hand-over is registered already.'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'struck']), models.Q(('file_by__gt', models.F('inspected_on')), ('file_by__isnull', False), ('inspected_on__isnull', False)), _connector='OR'), name='inspected_takeover_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['finished', 'filed']), _negated=True), models.Q(('finished_on__gte', models.F('inspected_on')), ('finished_on__isnull', False), ('inspected_on__isnull', False)), _connector='OR'), name='finished_takeover_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'filed'), _negated=True), models.Q(('filed_on__gte', models.F('finished_on')), ('filed_on__isnull', False), ('finished_on__isnull', False)), _connector='OR'), name='filed_takeover_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'struck'), _negated=True), models.Q(('struck_reason', ''), _negated=True), _connector='OR'), name='struck_takeover_says_why')],
                },
            ), migrations.CreateModel(
                name='TakeoverDefect',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.CharField(max_length=60, verbose_name='place of the defect')),
                    ('words', models.CharField(max_length=300, verbose_name='what is wrong')),
                    ('found_on', models.DateField(verbose_name='found on')),
                    ('due_on', models.DateField(verbose_name='day to put it right')),
                    ('fixed_on', models.DateField(blank=True, null=True, verbose_name='put right on')),
                    ('takeover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='defects', to='enterprises.takeover', verbose_name='inspection at hand-over')),
                ],
                options={
                    'verbose_name': 'defect at a hand-over',
                    'verbose_name_plural': 'defects at hand-overs',
                    'ordering': ['takeover_id', 'id'],
                    'indexes': [models.Index(condition=models.Q(('fixed_on__isnull', True)), fields=['due_on'], name='defects_by_day_to_put_right')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('found_on'))), name='defect_is_due_after_it_is_found'), models.CheckConstraint(condition=models.Q(('fixed_on__isnull', True), ('fixed_on__gte', models.F('found_on')), _connector='OR'), name='defect_is_put_right_after_it_is_found')],
                },
            ), migrations.CreateModel(
                name='TakeoverPaper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('drawings', 'drawings as built'), ('acceptance', 'records of completion and acceptance'), ('equipment', 'list of the shared equipment'), ('technical', 'instructions for installing, using and maintaining it'), ('permits', 'permits of water, power, gas, heat and lines'), ('warranty', 'warranties and instructions of the homes'), ('other', 'other papers that the service needs')], max_length=12, verbose_name='kind')),
                    ('received_on', models.DateField(verbose_name='received on')),
                    ('remark', models.CharField(blank=True, max_length=100, verbose_name='remark')),
                    ('takeover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='enterprises.takeover', verbose_name='inspection at hand-over')),
                ],
                options={
                    'verbose_name': 'paper of a hand-over',
                    'verbose_name_plural': 'papers of hand-overs',
                    'ordering': ['takeover_id', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('takeover', 'kind'), name='one_row_for_each_paper')],
                },
            ), migrations.CreateModel(
                name='TakeoverWitness',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('side', models.CharField(choices=[('community', "residents' committee"), ('owners', "owners' representatives"), ('agency', 'association or agency'), ('street', 'street office')], max_length=10, verbose_name='side of the witness')),
                    ('body', models.CharField(help_text='An office or organisation. Name no person.', max_length=100, verbose_name='body that signed')),
                    ('signed_on', models.DateField(verbose_name='signature on')),
                    ('takeover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='witnesses', to='enterprises.takeover', verbose_name='inspection at hand-over')),
                ],
                options={
                    'verbose_name': 'witness of a hand-over',
                    'verbose_name_plural': 'witnesses of hand-overs',
                    'ordering': ['takeover_id', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('takeover', 'side'), name='one_witness_for_each_side')],
                },
            )],
        ),
        accounts.migrating.AddTriggers(
            triggers=[('delivery', pgtrigger.compiler.Trigger(name='confirmed_delivery_meets_all_conditions', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.state = 'confirmed')", func="\n                IF (SELECT count(*) FROM enterprises_deliverycondition WHERE delivery_id = NEW.id AND is_met) < 8\n                THEN RAISE EXCEPTION 'a condition is not met' USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='7b65cb4c4a889389fba83a40b9c812cba403c911', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_confirmed_delivery_meets_all_conditions_783a5', table='enterprises_delivery', when='BEFORE'))), ('delivery', pgtrigger.compiler.Trigger(name='home_delivery_tells_new', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT n.pk::text, n.key, 'I', NULL::text, NULL::text[], n.place, n.companies, NULL::text[]\n    FROM (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM new_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) n WHERE n.shown),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'home-delivery', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='016c61f4024f99e054d03727f753240f40140bc0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_home_delivery_tells_new_078ae', referencing='REFERENCING NEW TABLE AS new_rows ', table='enterprises_delivery', when='AFTER'))), ('delivery', pgtrigger.compiler.Trigger(name='home_delivery_tells_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT n.pk::text, n.key, CASE WHEN NOT o.shown THEN 'I' WHEN NOT n.shown THEN 'D' ELSE 'U' END,\n           CASE WHEN o.shown AND (NOT n.shown OR o.place IS DISTINCT FROM n.place) THEN o.place END,\n           CASE WHEN o.shown AND (NOT n.shown OR o.companies IS DISTINCT FROM n.companies) THEN CASE WHEN o.companies IS NOT NULL THEN coalesce((SELECT array_agg(DISTINCT stem) FROM enterprises_reach WHERE enterprise_id = ANY (o.companies)), '{}') END END,\n           CASE WHEN n.shown THEN n.place END, CASE WHEN n.shown THEN n.companies END, NULL::text[]\n    FROM (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM old_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) o JOIN (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM new_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) n USING (pk)\n    WHERE o.compared IS DISTINCT FROM n.compared AND (o.shown OR n.shown)),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'home-delivery', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='96aa85fd9326fc69d090ea037da50d68cc5ebb58', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_home_delivery_tells_changed_5a9a4', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='enterprises_delivery', when='AFTER'))), ('delivery', pgtrigger.compiler.Trigger(name='home_delivery_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT o.pk::text, o.key, 'D', o.place, CASE WHEN o.companies IS NOT NULL THEN coalesce((SELECT array_agg(DISTINCT stem) FROM enterprises_reach WHERE enterprise_id = ANY (o.companies)), '{}') END, NULL::text, NULL::bigint[], NULL::text[]\n    FROM (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM old_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) o WHERE o.shown),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'home-delivery', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='ab6070e7d7f8d003470d53a7c83a475739ec5a49', level='STATEMENT', operation='DELETE', pgid='pgtrigger_home_delivery_gone_4a0b6', referencing='REFERENCING OLD TABLE AS old_rows ', table='enterprises_delivery', when='AFTER'))), ('deliverycondition', pgtrigger.compiler.Trigger(name='conditions_of_a_confirmed_delivery_stay', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held bigint;', func="\n                held := CASE WHEN TG_OP = 'DELETE' THEN OLD.delivery_id ELSE NEW.delivery_id END;\n                IF EXISTS (SELECT FROM enterprises_delivery WHERE id = held AND state IN ('confirmed', 'withdrawn'))\n                THEN RAISE EXCEPTION 'the delivery is over' USING ERRCODE = 'restrict_violation';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n                ", hash='db8d284ab6ef10695faae4b6f65eafd9c9f79441', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_conditions_of_a_confirmed_delivery_stay_6aec6', table='enterprises_deliverycondition', when='BEFORE'))), ('takeover', pgtrigger.compiler.Trigger(name='finished_takeover_has_no_open_defect', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.state IN ('finished', 'filed'))", func="\n                IF EXISTS (\n                    SELECT FROM enterprises_takeoverdefect WHERE takeover_id = NEW.id AND fixed_on IS NULL\n                ) THEN RAISE EXCEPTION 'a defect is open' USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='65de80526366b4e44eb51e3d0a2f32ede1954a4d', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_finished_takeover_has_no_open_defect_c46e4', table='enterprises_takeover', when='BEFORE'))), ('takeover', pgtrigger.compiler.Trigger(name='takeover_tells_new', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT n.pk::text, n.key, 'I', NULL::text, NULL::text[], n.place, n.companies, NULL::text[]\n    FROM (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM new_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) n WHERE n.shown),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'takeover', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='5095a301ad942a91e5a44aff24da86bc42c31bf2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_takeover_tells_new_867ef', referencing='REFERENCING NEW TABLE AS new_rows ', table='enterprises_takeover', when='AFTER'))), ('takeover', pgtrigger.compiler.Trigger(name='takeover_tells_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT n.pk::text, n.key, CASE WHEN NOT o.shown THEN 'I' WHEN NOT n.shown THEN 'D' ELSE 'U' END,\n           CASE WHEN o.shown AND (NOT n.shown OR o.place IS DISTINCT FROM n.place) THEN o.place END,\n           CASE WHEN o.shown AND (NOT n.shown OR o.companies IS DISTINCT FROM n.companies) THEN CASE WHEN o.companies IS NOT NULL THEN coalesce((SELECT array_agg(DISTINCT stem) FROM enterprises_reach WHERE enterprise_id = ANY (o.companies)), '{}') END END,\n           CASE WHEN n.shown THEN n.place END, CASE WHEN n.shown THEN n.companies END, NULL::text[]\n    FROM (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM old_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) o JOIN (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM new_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) n USING (pk)\n    WHERE o.compared IS DISTINCT FROM n.compared AND (o.shown OR n.shown)),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'takeover', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='d98b9cfd95873437172894ad28c0cb9ad031bd1b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_takeover_tells_changed_af5ea', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='enterprises_takeover', when='AFTER'))), ('takeover', pgtrigger.compiler.Trigger(name='takeover_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            EXECUTE $record$\n                WITH found (thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after) AS MATERIALIZED (\n    SELECT o.pk::text, o.key, 'D', o.place, CASE WHEN o.companies IS NOT NULL THEN coalesce((SELECT array_agg(DISTINCT stem) FROM enterprises_reach WHERE enterprise_id = ANY (o.companies)), '{}') END, NULL::text, NULL::bigint[], NULL::text[]\n    FROM (SELECT t.id AS pk, t.number::text AS key, t AS compared, (h.region_id)::text AS place, (NULL)::bigint[] AS companies, (true) AS shown FROM old_rows t LEFT JOIN estates_estate h ON h.id = t.estate_id) o WHERE o.shown),\n                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))\n                INSERT INTO exchange_change (commit_id, nth, resource, thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after)\n                SELECT place.commit_id, place.taken + row_number() OVER (), 'takeover', found.* FROM found, place\n            $record$;\n            RETURN NULL;\n        ", hash='c586d233f29dc376375d63ccccde4ce5b97b7b11', level='STATEMENT', operation='DELETE', pgid='pgtrigger_takeover_gone_0d7a4', referencing='REFERENCING OLD TABLE AS old_rows ', table='enterprises_takeover', when='AFTER'))), ('takeoverdefect', pgtrigger.compiler.Trigger(name='defects_of_a_finished_takeover_stay', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held bigint;', func="\n                held := CASE WHEN TG_OP = 'DELETE' THEN OLD.takeover_id ELSE NEW.takeover_id END;\n                IF EXISTS (\n                    SELECT FROM enterprises_takeover WHERE id = held AND state IN ('finished', 'filed', 'struck')\n                ) THEN RAISE EXCEPTION 'the takeover is over' USING ERRCODE = 'restrict_violation';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n                ", hash='2b5c8565ce5ff27f4a25eaabeff03272f2950c77', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_defects_of_a_finished_takeover_stay_d58a8', table='enterprises_takeoverdefect', when='BEFORE')))],
        ),
    ]
