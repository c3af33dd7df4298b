using System.Globalization;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>What Helm demands of Chart.yaml before it goes on.</summary>
internal static class MetadataValidator
{
    public static void Validate(ChartMetadata metadata)
    {
        metadata.Name = Clean(metadata.Name);
        metadata.Description = Clean(metadata.Description);
        metadata.Home = Clean(metadata.Home);
        metadata.Icon = Clean(metadata.Icon);
        metadata.Condition = Clean(metadata.Condition);
        metadata.Tags = Clean(metadata.Tags);
        metadata.AppVersion = Clean(metadata.AppVersion);
        metadata.KubeVersion = Clean(metadata.KubeVersion);
        metadata.Sources = metadata.Sources?.Select(Clean).ToArray();
        metadata.Keywords = metadata.Keywords?.Select(Clean).ToArray();
        Demand(metadata.ApiVersion.Length > 0, "chart.metadata.apiVersion is required");
        Demand(metadata.Name.Length > 0, "chart.metadata.name is required");
        Demand(metadata.Name is not ("." or ".."), "chart.metadata.name " + GoQuote.Quote(metadata.Name) + " is not allowed");
        Demand(PathFunctions.Base(metadata.Name) == metadata.Name, "chart.metadata.name " + GoQuote.Quote(metadata.Name) + " is invalid");
        Demand(metadata.Version.Length > 0, "chart.metadata.version is required");
        Demand(SemanticVersion.Parse(metadata.Version, out _) is not null, "chart.metadata.version " + GoQuote.Quote(metadata.Version) + " is invalid");
        Demand(metadata.Type is "" or "application" or "library", "chart.metadata.type must be application or library");
        Demand(metadata.Maintainers?.All(maintainer => maintainer is not null) != false, "maintainers must not contain empty or null nodes");
        metadata.Maintainers = metadata.Maintainers?.Select(maintainer => new ChartMaintainer(Clean(maintainer!.Name), Clean(maintainer.Email), Clean(maintainer.Url))).ToArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var dependency in metadata.Dependencies ?? [])
        {
            Demand(dependency is not null, "dependencies must not contain empty or null nodes");
            Demand(dependency!.Alias.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-'), "dependency " + GoQuote.Quote(dependency.Name) + " has disallowed characters in the alias");
            var key = dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name;
            Demand(names.Add(key), "more than one dependency with name or alias " + GoQuote.Quote(key));
        }
    }

    private static void Demand(bool holds, string message)
    {
        if (!holds)
        {
            throw new ChartException("validation: " + message);
        }
    }

    // White space becomes blanks, what cannot be printed goes.
    private static string Clean(string text) => string.Concat(GoText.Runes(text).Select(rune => GoCase.IsSpace(rune) ? " " : GoQuote.IsPrint(rune) ? GoText.FromRune(rune) : ""));
}
