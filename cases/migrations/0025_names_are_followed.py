from django.db import migrations

# In the data base itself, so that no way of writing a name is forgotten: whoever holds names in memory looks
# at her again. Rows of `vault_namechange` say nothing but whom.
FOLLOW = """
CREATE FUNCTION cases_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO vault_namechange (subject) VALUES (coalesce(NEW.id, OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER cases_person_is_named AFTER INSERT OR DELETE ON cases_person
    FOR EACH ROW EXECUTE FUNCTION cases_name_changed();
CREATE TRIGGER cases_person_is_renamed
    AFTER UPDATE OF given_names, family_names, other_names, unnamed ON cases_person
    FOR EACH ROW EXECUTE FUNCTION cases_name_changed();
"""
LEAVE = """
DROP TRIGGER cases_person_is_named ON cases_person;
DROP TRIGGER cases_person_is_renamed ON cases_person;
DROP FUNCTION cases_name_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_plan"),
        ("vault", "0002_names_are_followed"),
    ]

    operations = [migrations.RunSQL(FOLLOW, LEAVE)]
