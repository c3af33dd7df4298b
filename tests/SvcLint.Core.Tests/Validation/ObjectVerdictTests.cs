using SvcLint.Config;
using SvcLint.Core.Tests.RulePages;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Validation;

/// <summary>Undeclared, every supported version is asked; what each says must be what it says when it is asked alone.</summary>
public sealed class ObjectVerdictTests
{
    [Fact]
    public void All_versions_together_say_what_each_says_alone()
    {
        var disputed = 0;
        foreach (var item in Objects())
        {
            var together = Verdict(item, null);
            disputed += together.Errors.Any(e => !e.IsCertain) || together.Warnings.Any(w => !w.IsCertain) ? 1 : 0;
            foreach (var version in KubernetesVersion.Supported)
            {
                var alone = Verdict(item, version);
                // A version that cannot read the object has nothing more to say.
                if (!alone.Decode.Concat(together.Decode).Any(d => d.IsFatal))
                {
                    Assert.Equal(Errors(alone, version), Errors(together, version));
                    Assert.Equal(Warnings(alone, version), Warnings(together, version));
                }
            }
        }

        Assert.True(disputed > 20, $"versions differ about {disputed} objects only");
    }

    // Whatever the examples of the rule pages hold: each page is about something else.
    private static IEnumerable<KubernetesObject> Objects() => RulePage.All.Concat(RulePage.Cases)
        .SelectMany(p => p.Examples)
        .SelectMany(ExampleRun.Sources)
        .Where(s => s.Path.EndsWith(".yaml", StringComparison.Ordinal))
        .SelectMany(s => Linter.Parse(s).Objects);

    private static ObjectVerdict Verdict(KubernetesObject item, KubernetesVersion? version) => ObjectVerdict.Of(item, version, ClusterFacts.DefaultNodePortRange, []);

    // What is empty is Invalid in one version and Required in another: together they have the newest words.
    private static IEnumerable<string> Errors(ObjectVerdict verdict, KubernetesVersion version) =>
        verdict.Errors.Where(e => e.Versions.Contains(version)).Select(e => $"{(e.Value.Type == ErrorType.Required ? ErrorType.Invalid : e.Value.Type)} {e.Value.Span.Range}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Warnings(ObjectVerdict verdict, KubernetesVersion version) =>
        verdict.Warnings.Where(w => w.Versions.Contains(version)).Select(w => $"{w.Value.Code} {w.Value.Span.Range}").Order(StringComparer.Ordinal);
}
