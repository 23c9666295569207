from django.db import migrations

# The occupations of a family-health team, by the Brazilian classification (CBO 2002, Ministério do Trabalho).
PROFESSIONS = {
    "225142": "Médico(a) da estratégia de saúde da família",
    "225130": "Médico(a) de família e comunidade",
    "2231F9": "Médico(a) residente",
    "223565": "Enfermeiro(a) da estratégia de saúde da família",
    "322245": "Técnico(a) de enfermagem da estratégia de saúde da família",
    "322250": "Auxiliar de enfermagem da estratégia de saúde da família",
    "223293": "Cirurgião(ã)-dentista da estratégia de saúde da família",
    "322425": "Técnico(a) em saúde bucal da estratégia de saúde da família",
    "322430": "Auxiliar em saúde bucal da estratégia de saúde da família",
    "515105": "Agente comunitário(a) de saúde",
    "322255": "Técnico(a) em agente comunitário de saúde",
    "515140": "Agente de combate às endemias",
    "251605": "Assistente social",
    "223405": "Farmacêutico(a)",
    "223710": "Nutricionista",
    "251510": "Psicólogo(a) clínico(a)",
    "223605": "Fisioterapeuta",
    "224140": "Profissional de educação física na saúde",
    "422105": "Recepcionista",
    "131210": "Gerente de serviços de saúde",
}


def add(apps, schema_editor):
    model = apps.get_model("accounts", "Profession")
    for code, name in PROFESSIONS.items():
        model.objects.update_or_create(code=code, defaults={"name": name})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_user")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
