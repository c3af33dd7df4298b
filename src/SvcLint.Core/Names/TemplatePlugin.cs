namespace SvcLint.Names;

/// <summary>CoreDNS' template plugin: answers made of text, of which what matters is whether there are any.</summary>
internal sealed record TemplatePlugin(string Type, IReadOnlyList<string> Zones, IReadOnlyList<string> Patterns, bool HasConditions, bool HasAnswer, string Code, IReadOnlyList<string>? Fallthrough)
{
    /// <param name="directive">Of a server block.</param>
    /// <param name="zones">Of the server block.</param>
    public static TemplatePlugin Read(CorefileDirective directive, IReadOnlyList<string> zones)
    {
        var words = directive.Arguments.ToArray();
        var own = words.Skip(2).Select(DnsName.Normal).ToArray();
        return new TemplatePlugin(
            words.Length > 1 ? words[1].ToUpperInvariant() : "ANY",
            own.Length > 0 ? own : zones,
            [.. Named("match").SelectMany(d => d.Arguments)],
            Named("expr").Any(),
            Named("answer").Any(),
            Named("rcode").SelectMany(d => d.Arguments).FirstOrDefault()?.ToUpperInvariant() ?? "NOERROR",
            Named("fallthrough").Select(d => (IReadOnlyList<string>?)[.. d.Arguments.Select(DnsName.Normal)]).FirstOrDefault());

        IEnumerable<CorefileDirective> Named(string name) => directive.Body.Where(d => d.Name == name);
    }

    /// <summary>Null where the next plugin is asked; <see cref="DnsCode.Outside"/> where the text decides.</summary>
    public DnsCode? Answer(string name, DnsType type)
    {
        if ((Type != "ANY" && Type != type.ToString()) || DnsName.ZoneOf(name, Zones) is null)
        {
            return null;
        }

        if (Patterns.Count > 0 || HasConditions)
        {
            var mayMatch = Patterns.Count == 0 || Patterns.Any(p => (name + ".").IndexOf(RewriteRule.LongestLiteral(p), StringComparison.Ordinal) >= 0);
            return !mayMatch && Fallthrough is { } zones && (zones.Count == 0 || DnsName.ZoneOf(name, zones) is not null) ? null : DnsCode.Outside;
        }

        return HasAnswer ? DnsCode.Outside : Code switch { "NXDOMAIN" => DnsCode.NxDomain, "NOERROR" => DnsCode.NoData, _ => DnsCode.Outside };
    }
}
