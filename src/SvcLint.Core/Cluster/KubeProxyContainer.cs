using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>A container that runs kube-proxy, and the flags that its manifest shows.</summary>
/// <param name="Workload">What makes its pods.</param>
/// <param name="Container">The container.</param>
/// <param name="Flags">Name without dashes, value (empty for none), and the argument; none where a shell puts them together.</param>
public sealed record KubeProxyContainer(Workload Workload, Container Container, IReadOnlyList<(string Name, string Value, Located<string> Argument)> Flags)
{
    private const string Program = "kube-proxy";

    public string? Flag(string name) => Flags.LastOrDefault(f => f.Name == name).Value;

    public static IEnumerable<KubeProxyContainer> In(DeploymentUnit unit)
    {
        foreach (var workload in unit.Workloads)
        {
            foreach (var container in workload.ServingContainers())
            {
                if (Runs(container))
                {
                    yield return new KubeProxyContainer(workload, container, FlagsOf(container));
                }
            }
        }
    }

    // registry/kube-proxy:v1.30.0, registry/kube-proxy-amd64@sha256:…
    public static bool IsImage(string image)
    {
        var name = image.Substring(image.LastIndexOf('/') + 1);
        var end = name.IndexOfAny(['@', ':']);
        name = end < 0 ? name : name.Substring(0, end);
        return name is Program or Program + "-amd64" or Program + "-arm64";
    }

    private static bool Runs(Container container) =>
        container.Command is { Count: > 0 } command
            ? command[0].Value.Substring(command[0].Value.LastIndexOf('/') + 1) == Program
            : container.Image is { } image && IsImage(image.Value);

    private static List<(string Name, string Value, Located<string> Argument)> FlagsOf(Container container)
    {
        var flags = new List<(string Name, string Value, Located<string> Argument)>();
        Located<string>[] arguments = [.. container.Command?.Items ?? [], .. container.Args?.Items ?? []];
        for (var i = 0; i < arguments.Length; i++)
        {
            var text = arguments[i].Value;
            if (!text.StartsWith("--", StringComparison.Ordinal) || text.IndexOf(' ') >= 0)
            {
                continue;
            }

            var sign = text.IndexOf('=');
            var next = i + 1 < arguments.Length && !arguments[i + 1].Value.StartsWith("-", StringComparison.Ordinal) ? arguments[i + 1].Value : "";
            flags.Add(sign < 0 ? (text.Substring(2), next, arguments[i]) : (text.Substring(2, sign - 2), text.Substring(sign + 1), arguments[i]));
        }

        return flags;
    }
}
