"""The tables that an estate's page is made of, and which of their rows are the estate's: SQL of the row `t`."""

THE_ESTATE = "(SELECT id FROM the_estate)"
HERE = f"t.estate_id = {THE_ESTATE}"
ITS_COMPANIES = f"(SELECT enterprise_id FROM enterprises_servicecontract WHERE estate_id = {THE_ESTATE})"  # noqa: S608
ITS_CAMPAIGNS = f"(SELECT campaign_id FROM estates_safetyvisit WHERE estate_id = {THE_ESTATE})"  # noqa: S608


def under(column: str, table: str) -> str:
    """Rows that belong to the estate's rows of another table."""
    return f"t.{column} IN (SELECT id FROM {table} WHERE estate_id = {THE_ESTATE})"  # noqa: S608


OF_AN_ESTATE: dict[str, str] = {
    "estates.Estate": f"t.id = {THE_ESTATE}",
    "estates.Building": HERE,
    "enterprises.ServiceContract": HERE,
    "enterprises.Enterprise": f"t.id IN {ITS_COMPANIES}",
    "credit.Grade": f"t.enterprise_id IN {ITS_COMPANIES} AND t.until_on IS NULL",
    "committees.Committee": HERE,
    "committees.Member": under("committee_id", "committees_committee"),
    "committees.Vote": HERE,
    "committees.Posting": HERE,
    "fees.FeeFiling": HERE,
    "fees.FeeItem": under("filing_id", "fees_feefiling"),
    "fees.EstateLevel": HERE,
    "fees.PricePosition": HERE,
    "fees.Finding": HERE,
    "fees.FundBlock": HERE,
    "fees.FundCall": HERE,
    "fees.FundUse": HERE,
    "fees.BankStatement": under("block_id", "fees_fundblock"),
    "fees.RevenueReport": HERE,
    "fees.RevenueLine": under("report_id", "fees_revenuereport"),
    "fees.RevenueAudit": HERE,
    "estates.BoardEntry": HERE,
    "estates.BoardObjection": HERE,
    "estates.Equipment": HERE,
    "estates.RenovationPlan": HERE,
    "estates.RenovationItem": under("plan_id", "estates_renovationplan"),
    "estates.Hazard": HERE,
    "estates.SafetyVisit": HERE,
    "estates.SafetyCampaign": f"t.id IN {ITS_CAMPAIGNS}",
    "estates.BasicService": HERE,
    "enterprises.Delivery": HERE,
    "enterprises.Takeover": HERE,
    "enterprises.TakeoverDefect": under("takeover_id", "enterprises_takeover"),
}
OF_ALL: dict[str, str] = {
    "accounts.CityProfile": "true",
    "accounts.RuleValue": "true",
    "complaints.FiguresTaken": "true",
    "credit.Band": "true",
    "estates.BoardItem": "true",
    "fees.GuidePrice": "true",
    "fees.Standard": "true",
    "fees.StandardArea": "true",
    "fees.StandardLevel": "true",
    "fees.StandardItem": "true",
    "credit.Night": "t.id = (SELECT max(id) FROM credit_night)",
}
"""What the pages of all estates read."""
