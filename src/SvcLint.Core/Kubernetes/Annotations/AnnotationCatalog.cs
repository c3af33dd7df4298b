using SvcLint.Text;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>A key of the catalogue, found by what is written. <paramref name="OlderKey"/>: it is written under that older name.</summary>
public sealed record KnownAnnotation(ServiceAnnotation Annotation, CloudProvider Provider, OlderKey? OlderKey);

/// <summary>Every annotation of a Service that svclint knows, by provider.</summary>
public static class AnnotationCatalog
{
    // Domains under which cloud keys stand, each easily taken for another.
    private static readonly string[] Domains =
        ["service.beta.kubernetes.io", "service.kubernetes.io", "service.alpha.kubernetes.io", "services.beta.kubernetes.io", "service.beta.kubernetes", "beta.kubernetes.io", "kubernetes.io"];

    public static IReadOnlyList<CloudProvider> Providers { get; } =
    [
        AlibabaCloud.Provider,
        AmazonWebServices.Provider,
        GoogleKubernetesEngine.Provider,
        Azure.Provider,
        MetalLB.Provider,
        DigitalOcean.Provider,
        OpenStack.Provider,
        Cilium.Provider,
        HetznerCloud.Provider,
        KubeVip.Provider,
        OracleCloud.Provider,
        KubernetesItself.Provider,
    ];

    private static readonly Dictionary<string, KnownAnnotation> ByKey = Index();

    private static readonly Dictionary<string, string> Mistaken =
        Providers.SelectMany(p => p.Keys).SelectMany(k => k.MistakenKeys.Select(m => (m, k.Key))).ToDictionary(m => m.m, m => m.Key, StringComparer.Ordinal);

    private static readonly KnownAnnotation[] Patterns =
        [.. Providers.SelectMany(p => p.Keys.Where(k => k.IsPattern).Select(k => new KnownAnnotation(k, p, null)))];

    private static readonly HashSet<string> Classes = new(Providers.SelectMany(p => p.Implementations).SelectMany(i => i.Classes), StringComparer.Ordinal);

    private static readonly HashSet<string> Recognised = new(KubernetesItself.Recognised, StringComparer.Ordinal);

    private static readonly ILookup<string, string> BySkeleton = ByKey.Keys.ToLookup(Skeleton, StringComparer.Ordinal);

    private static readonly ILookup<string, string> ByDomain = ByKey.Keys.ToLookup(k => k.Substring(0, k.IndexOf('/')), StringComparer.Ordinal);

    private static readonly ILookup<string, string> ByName = ByKey.Keys.ToLookup(k => k.Substring(k.IndexOf('/') + 1), StringComparer.Ordinal);

    /// <summary>The annotation that a key names, under its current or an older name; null for a key that the catalogue does not know.</summary>
    public static KnownAnnotation? Find(string key) =>
        ByKey.TryGetValue(key, out var known) ? known : Array.Find(Patterns, p => p.Annotation.Matches(key));

    /// <summary>The provider that alone reads an annotation; <see cref="CloudProvider.Unknown"/> when none known does.</summary>
    public static CloudProvider ProviderOf(string key) =>
        Providers.FirstOrDefault(provider => provider.Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))) ?? CloudProvider.Unknown;

    /// <summary>Whether a loadBalancerClass belongs to one of the controllers here.</summary>
    public static bool IsKnownClass(string loadBalancerClass) => Classes.Contains(loadBalancerClass);

    /// <summary>
    /// The key that an unknown one is a slip of: a letter or two, case, hyphens, or the domain before the slash. Null for known keys
    /// and for keys that are near none.
    /// </summary>
    public static string? Intended(string key) => NearestTo(key) is { } meant ? meant == KubernetesItself.TopologyHints ? KubernetesItself.TopologyMode : meant : null;

    private static string? NearestTo(string key)
    {
        if (Find(key) is not null || Recognised.Contains(key) || key.IndexOf('/') is not (> 0 and var slash))
        {
            return null;
        }

        if (Mistaken.TryGetValue(key, out var meant))
        {
            return meant;
        }

        if (BySkeleton[Skeleton(key)].FirstOrDefault() is { } sameLetters)
        {
            return sameLetters;
        }

        var domain = key.Substring(0, slash);
        var name = key.Substring(slash + 1);
        if (Domains.Contains(domain))
        {
            foreach (var other in Domains)
            {
                if (Find(other + "/" + name) is not null)
                {
                    return other + "/" + name;
                }
            }
        }

        // A slip is on one side of the slash; that leaves few keys to compare.
        return NearMiss.Nearest(key, ByDomain[domain].Concat(ByName[name]).Where(k => Math.Abs(k.Length - key.Length) <= 2));
    }

    private static Dictionary<string, KnownAnnotation> Index()
    {
        var index = new Dictionary<string, KnownAnnotation>(StringComparer.Ordinal);
        foreach (var provider in Providers)
        {
            foreach (var annotation in provider.Keys)
            {
                if (!annotation.IsPattern)
                {
                    index.Add(annotation.Key, new KnownAnnotation(annotation, provider, null));
                }

                foreach (var older in annotation.OlderKeys)
                {
                    index.Add(older.Key, new KnownAnnotation(annotation, provider, older));
                }
            }
        }

        return index;
    }

    private static string Skeleton(string key) =>
        new([.. key.Where(c => c is not ('-' or '_')).Select(char.ToLowerInvariant)]);
}
