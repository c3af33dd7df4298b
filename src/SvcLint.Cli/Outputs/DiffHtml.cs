using SvcLint.Change;

namespace SvcLint.Cli.Outputs;

/// <summary>A change of traffic as a page.</summary>
internal static class DiffHtml
{
    private const int MostRows = 1000;

    public static string Of(IReadOnlyList<(string? Unit, ClusterChange Change)> changes)
    {
        var page = new HtmlPage("What the change does to traffic");
        var sections = changes.SelectMany(c => DiffText.Sections(c.Change).Select(s => (c.Unit, Section: s))).Where(s => s.Section.Rows.Count > 0).ToArray();
        page.Section("summary", "Summary").Facts(
            ("connections", Count(DiffText.Connections)), ("Service changes", Count(DiffText.Services)), ("names", Count(DiffText.Names)), ("ways from outside", Count(DiffText.Exposure)), ("unknown", Count(DiffText.Unknown)));
        if (changes.All(c => c.Change is { IsNothing: true, IsPartlyUnknown: false }))
        {
            page.Paragraph(DiffText.Nothing);
        }

        var number = 0;
        foreach (var (unit, change) in changes.Where(c => c.Change.Connections.Sum(e => e.Count) is > 0 and <= ChangeMap.Most))
        {
            page.Section($"map{number}", unit is null ? "Map" : $"Map of {unit}")
                .Raw($"<div class=\"map\" tabindex=\"0\" role=\"region\" aria-label=\"Map\">{ChangeMap.Of([.. change.Connections.SelectMany(c => c.Each())])}</div>\n");
            number++;
        }

        number = 0;
        foreach (var (unit, section) in sections)
        {
            page.Section($"changes{number++}", unit is null ? section.Title : $"{section.Title} in {unit}")
                .Table($"{section.Count} in all", ["", "what", "because"], section.Rows.Take(MostRows).Select(r => (IReadOnlyList<string>)[DiffText.Word(r.Type), r.Text, string.Join(", ", r.Places.Take(4))]));
        }

        return page.ToString();

        int Count(string title) => sections.Where(s => s.Section.Title == title).Sum(s => s.Section.Count);
    }
}
