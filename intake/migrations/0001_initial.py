import accounts.migrating
import django.db.models.deletion
import intake.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        accounts.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='ImportBatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('sheet', models.CharField(max_length=40, verbose_name='register')),
                    ('file', models.FileField(max_length=300, upload_to=intake.models.place_of_upload, verbose_name='file')),
                    ('file_name', models.CharField(max_length=200, verbose_name='file name')),
                    ('marked_file', models.FileField(blank=True, max_length=300, upload_to=intake.models.place_of_upload, verbose_name='copy with the faults')),
                    ('on_existing', models.CharField(choices=[('refuse', 'a row already on the register is a fault'), ('update', 'a row already on the register is updated')], default='refuse', max_length=10, verbose_name='rows already on the register')),
                    ('state', models.CharField(choices=[('received', 'received'), ('checking', 'being checked'), ('faulty', 'has faults'), ('clean', 'ready to import'), ('applying', 'being imported'), ('applied', 'imported'), ('undoing', 'being undone'), ('undone', 'undone'), ('failed', 'could not be read')], default='received', max_length=10, verbose_name='state')),
                    ('row_count', models.PositiveIntegerField(default=0, verbose_name='rows')),
                    ('fault_count', models.PositiveIntegerField(default=0, verbose_name='faults')),
                    ('warning_count', models.PositiveIntegerField(default=0, verbose_name='warnings')),
                    ('done_count', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                    ('attempt_count', models.PositiveIntegerField(default=0, verbose_name='times begun')),
                    ('faults', models.JSONField(blank=True, default=list, verbose_name='faults')),
                    ('message', models.TextField(blank=True, verbose_name='message')),
                    ('received_at', models.DateTimeField(verbose_name='uploaded at')),
                    ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='imported at')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                    ('undo_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was undone')),
                    ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by')),
                ],
                options={
                    'verbose_name': 'import',
                    'verbose_name_plural': 'imports',
                    'ordering': ['-id'],
                },
            ), migrations.CreateModel(
                name='ImportedRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('row_number', models.PositiveIntegerField()),
                    ('thing_id', models.BigIntegerField()),
                    ('before', models.JSONField(null=True)),
                    ('after', models.JSONField()),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touched', to='intake.importbatch')),
                ],
                options={
                    'verbose_name': 'imported row',
                    'verbose_name_plural': 'imported rows',
                    'ordering': ['row_number'],
                },
            )],
        ),
    ]
