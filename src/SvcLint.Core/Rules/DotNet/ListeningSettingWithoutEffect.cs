using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// A manifest or an image says where a .NET application listens, and a stronger setting makes it void. What a deployment overrides on
/// purpose is no such thing: the setting must be at least as near to the deployment as the one that wins.
/// </summary>
public sealed class ListeningSettingWithoutEffect : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9051",
        Name = "dotnet-listening-setting-without-effect",
        Title = "A setting of a .NET application's port has no effect, because another one wins",
        Category = Category.DotNet,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            if (container.Listening.Endpoints is not { Count: > 0 } endpoints)
            {
                continue;
            }

            foreach (var setting in container.Listening.WithoutEffect.Where(s => IsMeant(s, container.Listening)))
            {
                var winner = container.Listening.Deciding[0];
                var wanted = string.Join(", ", setting.Addresses!.Select(a => a.Port).Distinct());
                yield return Report(
                    container.Workload,
                    setting.Span,
                    $"{setting.Name} ({wanted}) is overridden by {winner.Described} in project {container.Join.Project.Name}",
                    [new RelatedSpan(winner.Span, "this wins")],
                    confidence: container.Join.Strength == JoinStrength.Guess ? Confidence.Medium : null,
                    effect: $"the application listens on {string.Join(", ", endpoints.Select(e => e.Port).Distinct())}",
                    help: Repair(winner, setting));
            }
        }
    }

    // Two settings that name the same port do no harm.
    private static bool IsMeant(ListeningSetting setting, ListeningEndpoints listening) =>
        setting.Place is SettingPlace.Image or SettingPlace.Manifest
        && listening.Deciding.All(d => d.Place <= setting.Place)
        && setting.Addresses?.Any(a => !listening.Endpoints!.Any(e => e.Port == a.Port)) == true;

    private static string Repair(ListeningSetting winner, ListeningSetting setting) => winner.Place switch
    {
        SettingPlace.Code => $"remove the call from the code, or remove {setting.Name}",
        SettingPlace.Settings when winner.Name.StartsWith("Kestrel", StringComparison.OrdinalIgnoreCase) => $"set {winner.Name.Replace(":", "__")} instead, which overrides the file",
        SettingPlace.Settings => $"set {winner.Name.ToUpperInvariant()} without a prefix instead, which overrides the file",
        _ => $"remove one of the two",
    };
}
