"""A visitor may say that a profile is about their own organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_numbers_in_order"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("wrong", "Something is wrong"),
                    ("ours", "This is our organisation"),
                    ("unlist", "We do not want to be listed"),
                ],
                max_length=10,
                verbose_name="about",
            ),
        ),
    ]
