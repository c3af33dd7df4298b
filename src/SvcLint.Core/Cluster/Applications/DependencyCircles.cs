using SvcLint.Model.GitOps;

namespace SvcLint.Cluster.Applications;

/// <summary>Objects of Flux that wait for one another in a circle: none of them is ever applied.</summary>
internal static class DependencyCircles
{
    public static void Find(IReadOnlyList<Deployment> all)
    {
        var waiting = all.Where(d => References(d).Count > 0).ToArray();
        if (waiting.Length == 0)
        {
            return;
        }

        var named = new Dictionary<(string, string, string?, string), Deployment>();
        foreach (var deployment in waiting)
        {
            named[Key(deployment, deployment.Namespace, deployment.Name)] = deployment;
        }

        // 1: on the way; 2: done.
        var states = new Dictionary<Deployment, int>();
        foreach (var start in waiting.Where(d => !states.ContainsKey(d)))
        {
            var way = new Stack<(Deployment Deployment, int Next)>([(start, 0)]);
            states[start] = 1;
            while (way.Count > 0)
            {
                var (deployment, next) = way.Pop();
                var references = References(deployment);
                if (next >= references.Count)
                {
                    states[deployment] = 2;
                    continue;
                }

                way.Push((deployment, next + 1));
                var reference = references[next];
                if (!named.TryGetValue(Key(deployment, reference.Namespace?.Value ?? deployment.Namespace, reference.Name.Value), out var target))
                {
                    continue;
                }

                if (!states.TryGetValue(target, out var state))
                {
                    states.Add(target, 1);
                    way.Push((target, 0));
                }
                else if (state == 1)
                {
                    Say(deployment, target, reference);
                }
            }
        }
    }

    private static void Say(Deployment deployment, Deployment target, FluxReference reference) => deployment.Add(new ChartProblem(
        ApplicationProblem.NotFollowed,
        reference.Name.Span,
        ReferenceEquals(deployment, target) ? $"{deployment.Title} depends on itself" : $"{deployment.Title} depends on {target.Title}, which depends on it",
        "take one of the references out of dependsOn",
        [new Findings.RelatedSpan(target.Span, "depends in turn")])
    {
        Effect = "neither of them is ever applied",
        Severity = Findings.Severity.Error,
        Confidence = Findings.Confidence.High,
    });

    /// <summary>What a deployment waits for.</summary>
    public static IReadOnlyList<FluxReference> References(Deployment deployment) => deployment.Object switch
    {
        FluxKustomization kustomization => kustomization.DependsOn,
        FluxHelmRelease release => release.DependsOn,
        _ => [],
    };

    private static (string, string, string?, string) Key(Deployment deployment, string? @namespace, string name) => (deployment.Cluster.Key, deployment.Kind, @namespace, name);
}
