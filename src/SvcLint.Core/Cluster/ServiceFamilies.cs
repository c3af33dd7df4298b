using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// The IP families of a Service as far as its manifest tells. What it leaves open, the cluster decides: then nothing is known.
/// </summary>
/// <param name="Has">Families that it surely has.</param>
/// <param name="MayHave">Families that it may have; both when nothing is known.</param>
public sealed record ServiceFamilies(IReadOnlyList<IPFamily> Has, IReadOnlyList<IPFamily> MayHave)
{
    private static readonly IReadOnlyList<IPFamily> Both = [IPFamily.IPv4, IPFamily.IPv6];

    /// <summary>The one family, when it surely has no other.</summary>
    public IPFamily? Only => Has.Count == 1 && MayHave.Count == 1 ? Has[0] : null;

    public bool IsDualStack => Has.Count == 2;

    public static ServiceFamilies Of(Service service)
    {
        var spec = service.Spec;
        var families = Families(spec?.IPFamilies?.Items ?? []);
        if (families.Count == 0)
        {
            families = Addresses(spec);
        }

        return spec?.IPFamilyPolicy?.Value switch
        {
            "RequireDualStack" => new ServiceFamilies(Both, Both),
            "PreferDualStack" => new ServiceFamilies(families, Both),
            _ when families.Count > 0 => new ServiceFamilies(families, families),
            _ => new ServiceFamilies([], Both),
        };
    }

    private static IReadOnlyList<IPFamily> Families(IReadOnlyList<Located<string>> names)
    {
        var families = new List<IPFamily>();
        foreach (var name in names)
        {
            if (name.Value is "IPv4" or "IPv6")
            {
                families.Add(name.Value == "IPv4" ? IPFamily.IPv4 : IPFamily.IPv6);
            }
        }

        return families;
    }

    private static IReadOnlyList<IPFamily> Addresses(ServiceSpec? spec)
    {
        var families = new List<IPFamily>();
        foreach (var text in spec?.ClusterIPs?.Items ?? (spec?.ClusterIP is { } single ? [single] : []))
        {
            if (IPAddressValue.TryParseSloppy(text.Value, out var address))
            {
                families.Add(address.Family);
            }
        }

        return families;
    }
}
