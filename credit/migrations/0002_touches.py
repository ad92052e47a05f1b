"""What Django cannot say: triggers that touch companies, and a table of drafts that needs no log.

Whatever changes in the registers downstairs touches a company: the next night judges it again.

The triggers write into `credit_touch` in the same transaction, so no change is missed and none is seen early.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION credit_touch_enterprise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (OLD.joined_on, OLD.founded_on, OLD.status, OLD.region_id)
                           IS DISTINCT FROM (NEW.joined_on, NEW.founded_on, NEW.status, NEW.region_id) THEN
        INSERT INTO credit_touch (enterprise_id) VALUES (NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER credit_touch_enterprise AFTER INSERT OR UPDATE ON enterprises_enterprise
    FOR EACH ROW EXECUTE FUNCTION credit_touch_enterprise();

CREATE FUNCTION credit_touch_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO credit_touch (enterprise_id) VALUES (OLD.enterprise_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO credit_touch (enterprise_id) VALUES (NEW.enterprise_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER credit_touch_contract AFTER INSERT OR UPDATE OR DELETE ON enterprises_servicecontract
    FOR EACH ROW EXECUTE FUNCTION credit_touch_contract();

CREATE FUNCTION credit_touch_estate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.floor_area_m2 IS DISTINCT FROM NEW.floor_area_m2 THEN
        INSERT INTO credit_touch (enterprise_id)
            SELECT DISTINCT enterprise_id FROM enterprises_servicecontract WHERE estate_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER credit_touch_estate AFTER UPDATE ON estates_estate
    FOR EACH ROW EXECUTE FUNCTION credit_touch_estate();
"""

BACKWARD = """
DROP TRIGGER credit_touch_estate ON estates_estate;
DROP FUNCTION credit_touch_estate();
DROP TRIGGER credit_touch_contract ON enterprises_servicecontract;
DROP FUNCTION credit_touch_contract();
DROP TRIGGER credit_touch_enterprise ON enterprises_enterprise;
DROP FUNCTION credit_touch_enterprise();
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_initial"), ("enterprises", "0001_initial"), ("estates", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL("ALTER TABLE credit_draft SET UNLOGGED", "ALTER TABLE credit_draft SET LOGGED"),
    ]
