"""All scenarios, by name. When several run on one database, the first want it without the rounds of the last."""

from tests.soak import closing_kills, deliveries, delivery_kills, digests, disclosure, editions, import_kills, linking
from tests.soak.scenario import Scenario

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario(
            "linking",
            "Copies of the database and the web log around a round: nothing leads from answers to people.",
            linking.run,
        ),
        Scenario(
            "closing-kills",
            "SIGKILL the worker at every moment of a close: all ballots still sealed, or all counted once.",
            closing_kills.run,
        ),
        Scenario(
            "delivery-kills",
            "SIGKILL web processes while people deliver: nothing lost or doubled, and everyone is told the truth.",
            delivery_kills.run,
        ),
        Scenario(
            "deliveries",
            "A hundred deliveries at the same moment, some from two tabs: no error, no loss, no duplicate.",
            deliveries.run,
        ),
        Scenario(
            "import-kills",
            "SIGKILL the worker inside and between the steps of an import: exactly the people of the list, once.",
            import_kills.run,
        ),
        Scenario(
            "digests",
            "SIGKILL the worker while 1,000 people's mails go out: to files each once, by SMTP none twice.",
            digests.run,
        ),
        Scenario(
            "editions",
            "An edition that 500 running programmes wait for: shown within ten seconds, taken into use, corrected.",
            editions.run,
        ),
        Scenario(
            "disclosure",
            "Random programmes against the independent attacker: no small group can be computed.",
            disclosure.run,
            on_databases=False,
        ),
    )
}
