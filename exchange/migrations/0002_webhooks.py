import accounts.migrating
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import exchange.models.webhooks
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_kept_answers'),
        ('accounts', '__first__'),
        ('exchange', '0001_feed'),
    ]

    operations = [
        accounts.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=exchange.models.webhooks.new_key, max_length=40, unique=True, verbose_name='message id')),
                    ('kind', models.CharField(choices=[('changes', 'changes told'), ('ping', 'ping')], max_length=10, verbose_name='kind')),
                    ('scope', models.CharField(blank=True, max_length=60, verbose_name='for whose eyes')),
                    ('body', models.TextField(verbose_name='body')),
                    ('since', models.CharField(blank=True, max_length=100, verbose_name='after position')),
                    ('until', models.CharField(blank=True, max_length=100, verbose_name='up to position')),
                    ('change_count', models.PositiveIntegerField(default=0, verbose_name='changes')),
                    ('made_at', models.DateTimeField(verbose_name='made at')),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('delivered', 'delivered'), ('failed', 'failed'), ('withdrawn', 'withdrawn')], default='waiting', max_length=10, verbose_name='state')),
                    ('once', models.BooleanField(default=False, verbose_name='tried once')),
                    ('try_count', models.PositiveIntegerField(default=0, verbose_name='tries')),
                    ('trying_since', models.DateTimeField(verbose_name='trying since')),
                    ('next_try_at', models.DateTimeField(blank=True, null=True, verbose_name='next try')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                    ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='exchange.subscription', verbose_name='webhook')),
                ],
                options={
                    'verbose_name': 'delivery',
                    'verbose_name_plural': 'deliveries',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['subscription', '-id'], name='deliveries_of_one_webhook'), models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at'], name='deliveries_waiting'), models.Index(fields=['made_at'], name='deliveries_by_age')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('once', False), ('state', 'waiting')), fields=('subscription',), name='one_waiting_delivery_per_webhook'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('next_try_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False), ('next_try_at__isnull', True)), _connector='OR'), name='a_waiting_delivery_has_a_next_try')],
                },
            ), migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(verbose_name='when')),
                    ('status', models.PositiveSmallIntegerField(null=True, verbose_name='HTTP status')),
                    ('ms', models.PositiveIntegerField(null=True, verbose_name='milliseconds until the answer')),
                    ('fault', models.CharField(blank=True, choices=[('place', 'The address leads nowhere that the portal sends to.'), ('connection', 'No connection came about.'), ('certificate', "The receiver's certificate is not good for this address."), ('slow', 'No answer within 10 seconds.'), ('broken', 'The connection ended without an answer.'), ('redirect', 'The receiver sent the portal elsewhere. Redirects are not followed.'), ('status', 'The receiver did not take it.'), ('secret', 'The portal could not sign it: it can no longer open the signing secret.')], max_length=12, verbose_name='what went wrong')),
                    ('answer', models.TextField(blank=True, verbose_name='beginning of the answer')),
                    ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='exchange.delivery', verbose_name='delivery')),
                ],
                options={
                    'verbose_name': 'try',
                    'verbose_name_plural': 'tries',
                    'ordering': ['id'],
                },
            ), migrations.CreateModel(
                name='Subscription',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, validators=[django.core.validators.MinLengthValidator(1)], verbose_name='what it is for')),
                    ('address', models.CharField(max_length=500, verbose_name='address')),
                    ('resources', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='resources')),
                    ('verbs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, default=list, size=None, verbose_name='kinds of change')),
                    ('sealed_secret', models.TextField(editable=False, verbose_name='signing secret')),
                    ('sealed_old_secret', models.TextField(blank=True, editable=False, verbose_name='previous signing secret')),
                    ('old_secret_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='previous secret signs until')),
                    ('state', models.CharField(choices=[('active', 'active'), ('paused', 'paused'), ('disabled', 'disabled')], default='active', editable=False, max_length=10, verbose_name='state')),
                    ('ending', models.CharField(blank=True, choices=[('gone', 'The receiver answered 410: it wants nothing more.'), ('failing', 'No delivery was taken for three days.'), ('behind', 'It was so far behind that changes it had not been told are no longer kept.'), ('secret', 'The portal can no longer open its signing secret. Make a new one.')], editable=False, max_length=10, verbose_name='why it is disabled')),
                    ('state_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this state since')),
                    ('position', models.CharField(blank=True, editable=False, max_length=100, verbose_name='position in the change feed')),
                    ('failure_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                    ('last_delivered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last delivery')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made at')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='only within')),
                ],
                options={
                    'verbose_name': 'webhook',
                    'verbose_name_plural': 'webhooks',
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state', 'disabled'), ('ending', ''), _connector='OR'), name='only_a_disabled_webhook_has_ended'), models.CheckConstraint(condition=models.Q(('sealed_old_secret', ''), ('old_secret_until__isnull', False), _connector='OR'), name='previous_webhook_secret_has_an_end')],
                },
            )],
        ),
    ]
