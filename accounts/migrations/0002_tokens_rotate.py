import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='apitoken',
            name='calls_per_minute',
            field=models.PositiveIntegerField(blank=True, help_text='Empty: as many as the portal lets every token make.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)], verbose_name='calls per minute'),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='networks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=43), blank=True, default=list, help_text='IPv4 or IPv6 networks from which it may be used; none: from everywhere.', size=None, verbose_name='allowed networks'),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='predecessor',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='successor', to='accounts.apitoken', verbose_name='takes over from'),
        ),
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='what it is for')),
                ('read_only', models.BooleanField(default=False, verbose_name='read only')),
                ('networks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=43), blank=True, default=list, help_text='IPv4 or IPv6 networks from which it may be used; none: from everywhere.', size=None, verbose_name='allowed networks')),
                ('calls_per_minute', models.PositiveIntegerField(blank=True, help_text='Empty: as many as the portal lets every token make.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)], verbose_name='calls per minute')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='issued at')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked at')),
                ('last_used_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last used at')),
                ('client_id', models.CharField(editable=False, max_length=32, unique=True, verbose_name='client id')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='digest')),
                ('old_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='digest before')),
                ('old_secret_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='old secret is good until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_clients', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'API client',
                'verbose_name_plural': 'API clients',
                'ordering': ['-issued_at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('calls_per_minute__isnull', True), ('calls_per_minute__gte', 1), _connector='OR'), name='apiclient_makes_at_least_one_call_a_minute')],
            },
        ),
        migrations.AddField(
            model_name='apitoken',
            name='client',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='accounts.apiclient', verbose_name='API client'),
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('calls_per_minute__isnull', True), ('calls_per_minute__gte', 1), _connector='OR'), name='apitoken_makes_at_least_one_call_a_minute'),
        ),
    ]
