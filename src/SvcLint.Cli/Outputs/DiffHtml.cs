using SvcLint.Change;

namespace SvcLint.Cli.Outputs;

/// <summary>A change of traffic as a page.</summary>
internal static class DiffHtml
{
    private const int MostRows = 1000;

    public static string Of(IReadOnlyList<(string? Unit, ClusterChange Change)> changes)
    {
        var page = new HtmlPage("What the change does to traffic");
        page.Section("summary", "Summary").Facts(
            ("connections", changes.Sum(c => c.Change.Connections.Count)), ("Service ports", changes.Sum(c => c.Change.Services.Count)), ("names", changes.Sum(c => c.Change.Names.Count)),
            ("ways from outside", changes.Sum(c => c.Change.Exposure.Count)), ("unknown", changes.Sum(c => c.Change.Unknown.Count + c.Change.Unread.Count)));
        if (changes.All(c => c.Change is { IsNothing: true, IsPartlyUnknown: false }))
        {
            page.Paragraph(DiffText.Nothing);
        }

        var number = 0;
        foreach (var (unit, change) in changes.Where(c => c.Change.Connections.Count is > 0 and <= ChangeMap.Most))
        {
            page.Section($"map{number}", unit is null ? "Map" : $"Map of {unit}")
                .Raw($"<div class=\"map\" tabindex=\"0\" role=\"region\" aria-label=\"Map\">{ChangeMap.Of(change.Connections)}</div>\n");
            number++;
        }

        number = 0;
        foreach (var (unit, change) in changes)
        {
            foreach (var section in DiffText.Sections(change).Where(s => s.Rows.Count > 0))
            {
                page.Section($"changes{number++}", unit is null ? section.Title : $"{section.Title} in {unit}")
                    .Table($"{section.Rows.Count} in all", ["", "what", "because"], section.Rows.Take(MostRows).Select(r => (IReadOnlyList<string>)[DiffText.Word(r.Type), r.Text, string.Join(", ", r.Places.Take(4))]));
            }
        }

        return page.ToString();
    }
}
