"""An editor's account with a password of its own, for the first sign-in."""

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from cms.accounts.models import User, normalise_email

EDITORS = "Editörler"


class Command(BaseCommand):
    help = "Create an editor's account and print its password once; says so where the account exists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address the editor signs in with")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        email = normalise_email(email)
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is no e-mail address. Example: editor@example.org") from error
        if User.objects.filter(email=email).exists():
            self.stdout.write(f"{email} has an account. A new password: .venv/bin/python manage.py changepassword {email}")
            return
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            group = Group.objects.filter(name=EDITORS).first()
            if group is None:
                raise CommandError(f"The group “{EDITORS}” does not exist yet. Run first: manage.py prepare_site")
            user = User.objects.create_user(email, password)
            user.groups.add(group)
        self.stdout.write("An editor's account was made. Write the password down, it is shown only once:")
        self.stdout.write(f"\n    {email}\n    {password}\n")
