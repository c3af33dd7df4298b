using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// What an AppProject permits, decided as Argo CD does: patterns, those with <c>!</c> denying. What the files do not tell (the server behind
/// the name of a cluster) counts as permitted.
/// </summary>
internal sealed class ProjectLimits(ArgoProject project)
{
    private const string OwnName = "in-cluster";
    private const string OwnServer = "https://kubernetes.default.svc";

    // Groups of which it is known which kinds are in namespaces.
    private static readonly HashSet<string> BuiltIn = new(StringComparer.Ordinal)
    {
        "", "apps", "autoscaling", "batch", "coordination.k8s.io", "discovery.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io",
    };

    public ArgoProject Project => project;

    /// <summary>What is permitted, as a text: overlays give a project of one base limits of their own.</summary>
    public string Text { get; } = string.Join(
        "\n",
        (project.SourceRepos?.Items ?? []).Select(r => r.Value)
            .Concat((project.Destinations?.Items ?? []).Select(d => $"{d.Server?.Value}\t{d.Name?.Value}\t{d.Namespace?.Value}"))
            .Concat((project.SourceNamespaces?.Items ?? []).Select(n => n.Value)));

    public bool PermitsRepository(string url)
    {
        var normal = Normal(url);
        var isPermitted = false;
        foreach (var pattern in project.SourceRepos?.Items ?? [])
        {
            if (Placeholder.Is(pattern.Value))
            {
                return true;
            }

            var isDenial = IsDenial(pattern.Value);
            var isMatch = MatchesPath(Normal(isDenial ? pattern.Value.Substring(1) : pattern.Value), normal);
            if (isDenial && isMatch)
            {
                return false;
            }

            isPermitted |= isMatch != isDenial;
        }

        return isPermitted;
    }

    /// <summary>True when Applications of the namespace may belong to the project.</summary>
    public bool PermitsFrom(string @namespace) =>
        project.Namespace is null || project.Namespace == @namespace || project.SourceNamespaces?.Items.Any(n => Placeholder.Is(n.Value) || PathGlob.IsTextMatch(n.Value, @namespace)) == true;

    /// <summary>True when the project permits some namespace of the cluster, or the files do not tell.</summary>
    public bool PermitsCluster(ArgoDestination destination, DeploymentCluster cluster) => Permits(destination, cluster, null);

    public bool PermitsNamespace(ArgoDestination destination, DeploymentCluster cluster, string @namespace) => Permits(destination, cluster, @namespace);

    private bool Permits(ArgoDestination destination, DeploymentCluster cluster, string? @namespace)
    {
        var (name, server) = Cluster(destination, cluster);
        var isPermitted = false;
        foreach (var item in project.Destinations?.Items ?? [])
        {
            if (Placeholder.Is(item.Server?.Value ?? "") || Placeholder.Is(item.Name?.Value ?? "") || Placeholder.Is(item.Namespace?.Value ?? ""))
            {
                return true;
            }

            var (byServer, byName) = (Matches(item.Server?.Value, server), Matches(item.Name?.Value, name));
            var isCluster = byServer == true || byName == true ? true : byServer is null || byName is null ? null : (bool?)false;
            var isNamespace = @namespace is null || Matches(item.Namespace?.Value, @namespace) == true;
            if (isCluster != false && isNamespace)
            {
                isPermitted = true;
            }
            else if (@namespace is not null && ((!isNamespace && IsDenial(item.Namespace?.Value ?? "")) || (isCluster == false && (IsDenial(item.Name?.Value ?? "") || IsDenial(item.Server?.Value ?? "")))))
            {
                return false;
            }
        }

        return isPermitted;
    }

    /// <summary>The list of the project that keeps an object out; null where it is permitted, or where nobody can tell.</summary>
    public (string Field, SourceSpan Span)? Refuses(KubernetesObject item)
    {
        if (ClusterScope.Holds(item))
        {
            return IsIn(project.ClusterBlacklist, item) ? ("clusterResourceBlacklist", project.ClusterBlacklist!.KeySpan)
                : !IsIn(project.ClusterWhitelist, item) ? ("clusterResourceWhitelist", project.ClusterWhitelist?.KeySpan ?? project.NameSpan)
                : null;
        }

        if (item.Metadata.Namespace is not { IsDefault: false } && !BuiltIn.Contains(item.Group))
        {
            return null;
        }

        return IsIn(project.NamespaceBlacklist, item) ? ("namespaceResourceBlacklist", project.NamespaceBlacklist!.KeySpan)
            : project.NamespaceWhitelist is { Count: > 0 } permitted && !IsIn(permitted, item) ? ("namespaceResourceWhitelist", permitted.KeySpan)
            : null;
    }

    private static bool IsIn(LocatedList<ArgoGroupKind>? list, KubernetesObject item) => list?.Items.Any(i =>
        PathGlob.IsTextMatch(i.Kind, item.Kind.Value) && PathGlob.IsTextMatch(i.Group, item.Group) && (i.Name is not { Length: > 0 } name || PathGlob.IsTextMatch(name, item.Name ?? ""))) == true;

    // Null where one end is not known.
    private static bool? Matches(string? pattern, string? text) => pattern switch
    {
        null or "" => false,
        "*" => true,
        _ when text is null => null,
        _ => IsDenial(pattern) ? !PathGlob.IsTextMatch(pattern.Substring(1), text) : PathGlob.IsTextMatch(pattern, text),
    };

    private static bool IsDenial(string pattern) => pattern.StartsWith("!", StringComparison.Ordinal);

    private static (string? Name, string? Server) Cluster(ArgoDestination destination, DeploymentCluster cluster)
    {
        var written = destination.Name is { Value.Length: > 0 } byName ? byName.Value : destination.Server?.Value;
        return written is null || Placeholder.Is(written) ? (null, null)
            : Deployer.IsOwnCluster(written) ? (OwnName, OwnServer)
            : destination.Name is { Value.Length: > 0 } ? (written, cluster.Server)
            : (cluster.Name == written.Replace("https://", "") ? null : cluster.Name, written);
    }

    private static bool MatchesPath(string pattern, string url) =>
        pattern == "*" || (pattern.IndexOf("**", StringComparison.Ordinal) >= 0 ? PathGlob.IsTextMatch(pattern, url) : PathGlob.IsMatch(pattern, url));

    // Schemes count, but for SSH's two spellings.
    private static string Normal(string url)
    {
        const string Ssh = "ssh://";
        const string Git = ".git";
        var text = url.Trim().ToLowerInvariant();
        text = text.StartsWith(Ssh, StringComparison.Ordinal) ? text.Substring(Ssh.Length) : text;
        if (text.IndexOf("://", StringComparison.Ordinal) < 0 && text.IndexOf('@') is >= 0 and var at && text.IndexOf(':', at) is > 0 and var colon)
        {
            text = text.Substring(0, colon) + "/" + text.Substring(colon + 1);
        }

        text = text.TrimEnd('/');
        return text.EndsWith(Git, StringComparison.Ordinal) ? text.Substring(0, text.Length - Git.Length) : text;
    }
}
