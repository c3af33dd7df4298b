using SvcLint.Kubernetes;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>The formats of texts: for editors a pattern, for svclint a check. A test holds the two together.</summary>
/// <param name="Name">In the schema's definitions.</param>
/// <param name="Description">What it is, for the editor.</param>
/// <param name="Pattern">As ECMA-262 writes it, anchored.</param>
/// <param name="Accepts">What svclint's own check says of a text.</param>
/// <param name="MaxLength">Of the text; null where the pattern says it.</param>
internal sealed record ValueFormat(string Name, string Description, string Pattern, Func<string, bool> Accepts, int? MaxLength = null)
{
    private const string Label = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
    private const string ShortLabel = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
    private const string MixedLabel = "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?";
    private const string Octet = "0*(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private const string Dotted = $"(?:{Octet}\\.){{3}}{Octet}";
    private const string Group = "0*[0-9a-fA-F]{1,4}";
    private const string Unit = "ns|us|\\u00b5s|\\u03bcs|ms|s|m|h";
    private const string Span = $"(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:{Unit})";
    private const string NamePart = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private const string Port = "\\+?0*(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})";

    // An address like ::ffff:10.0.0.1: five groups of zeros, one of ones.
    private const string NotMapped = $"(?!(?:0*:)+0*[fF]{{4}}:(?:{Group}:{Group}|{Dotted})$|(?:0+:){{5}}0*[fF]{{4}}:(?::(?:{Group})?|{Group}::)$)";

    private static readonly string Hexadecimal = IPv6Alternatives();
    private static readonly string Cidr4 = $"{Dotted}/0*(?:3[0-2]|[12]?[0-9])";
    private static readonly string Cidr6 = $"(?:{Hexadecimal})/0*(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])";

    public static readonly ValueFormat Dns1123Label = new(
        "dnsLabel", "Lower case letters, digits and '-', at most 63, no '-' at either end.", $"^{Label}$", Fits(NameFormat.Dns1123Label), 63);

    public static readonly ValueFormat Subdomain = new(
        "dnsName", "DNS labels with dots between, at most 253 characters.", $"^{Label}(?:\\.{Label})*$", Fits(NameFormat.Dns1123Subdomain), 253);

    public static readonly ValueFormat LabelPrefix = new(
        "dnsLabelPrefix", "The start of a DNS label; five characters are appended.", "^[a-z0-9](?:[-a-z0-9]*[-a-z0-9])?$", t => NameFormat.Dns1123Label(t.TrimEnd('-')) is null, 63);

    public static readonly ValueFormat SubdomainPrefix = new(
        "dnsNamePrefix", "The start of a DNS name; five characters are appended.", $"^{Label}(?:\\.{Label})*-*$", t => NameFormat.Dns1123Subdomain(t.TrimEnd('-')) is null, 253);

    public static readonly ValueFormat ExternalName = new(
        "externalName", "A DNS name, with or without a final dot.", $"^(?=.{{1,253}}\\.?$){Label}(?:\\.{Label})*\\.?$", t => NameFormat.Dns1123Subdomain(t.EndsWith('.') ? t[..^1] : t) is null);

    public static readonly ValueFormat FullyQualified = new(
        "fullyQualifiedName", "A DNS name of two or more labels, with or without a final dot.", $"^(?=.{{1,253}}\\.?$)(?:{ShortLabel}\\.)+{ShortLabel}\\.?$", Fits(NameFormat.FullyQualifiedDomainName));

    public static readonly ValueFormat Qualified = new(
        "qualifiedName", "A name of at most 63 letters, digits, '-', '_' and '.', with or without a DNS name and '/' before it.",
        $"^(?:(?=[^/]{{1,253}}/){Label}(?:\\.{Label})*/)?{NamePart}$", Fits(NameFormat.QualifiedName));

    public static readonly ValueFormat AnnotationKey = new(
        "annotationKey", "A name as labels have, except that the DNS name may have capitals.",
        $"^(?:(?=[^/]{{1,253}}/){MixedLabel}(?:\\.{MixedLabel})*/)?{NamePart}$",
        t => NameFormat.QualifiedName(t.ToLowerInvariant()) is null);

    public static readonly ValueFormat LabelValue = new(
        "labelValue", "At most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends; or empty.", $"^(?:{NamePart})?$", Fits(NameFormat.LabelValue));

    public static readonly ValueFormat PortName = new(
        "portName", "The name of a container port: at most 15 lower case letters, digits and single hyphens, one of them a letter.",
        "^(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]{0,13}[a-z0-9])?$", Fits(NameFormat.PortName));

    public static readonly ValueFormat IP = new("ip", "An IPv4 or IPv6 address. From Kubernetes 1.36 on without leading zeros in IPv4.", $"^(?:{Dotted}|{Hexadecimal})$", t => IPAddressValue.TryParseSloppy(t, out _));

    public static readonly ValueFormat IPv4 = new("ipv4", "An IPv4 address.", $"^{Dotted}$", t => IPAddressValue.TryParseSloppy(t, out var a) && a.IsIPv4 && !a.IsIPv4Mapped);

    public static readonly ValueFormat IPv6 = new("ipv6", "An IPv6 address.", $"^(?:{Hexadecimal})$", t => IPAddressValue.TryParseSloppy(t, out _) && t.Contains(':'));

    public static readonly ValueFormat EndpointAddress = new(
        "endpointAddress", "An address, or a DNS name of two or more labels, as addressType says.", $"^(?:{Dotted}|{Hexadecimal}|(?=.{{1,253}}\\.?$)(?:{ShortLabel}\\.)+{ShortLabel}\\.?)$",
        t => IPAddressValue.TryParseSloppy(t, out _) || NameFormat.FullyQualifiedDomainName(t) is null);

    public static readonly ValueFormat Cidr = new("cidr", "An address range such as 10.0.0.0/8 or fd00::/48.", $"^(?:{Cidr4}|{Cidr6})$", t => CidrValue.TryParseSloppy(t, out _));

    public static readonly ValueFormat SpacedCidr = new("spacedCidr", "An address range such as 10.0.0.0/8; spaces around it do not count.", $"^\\s*(?:{Cidr4}|{Cidr6})\\s*$", t => CidrValue.TryParseSloppy(t.Trim(), out _));

    public static readonly ValueFormat ClusterCidrs = new(
        "clusterCidrs", "One address range, or two of different IP families with a comma between.", $"^(?:{Cidr4}(?:,{Cidr6})?|{Cidr6}(?:,{Cidr4})?)$", AreClusterCidrs);

    public static readonly ValueFormat CidrOrKeyword = new("cidrOrKeyword", "An address range; or 'primary' for the node's own addresses (alone, from Kubernetes 1.31 on), 'localhost' or 'all' (from 1.37 on).", $"^(?:primary|localhost|all|{Cidr4}|{Cidr6})$", t => t is "primary" or "localhost" or "all" || CidrValue.TryParseSloppy(t, out _));

    public static readonly ValueFormat HostPort = new(
        "addressAndPort", "An address with a port, such as 0.0.0.0:10256 or [::]:10256; a bare address takes the default port.",
        $"^(?:{Dotted}(?::{Port})?|{NotMapped}(?:{Hexadecimal})|\\[(?:{Hexadecimal}|{Dotted})\\]:{Port})$", IsHostPort);

    public static readonly ValueFormat Duration = new("duration", "Numbers with units, such as 30s, 1m30s or 500ms.", $"^[-+]?(?:0|(?:{Span})+)$", t => GoDuration.TryParse(t, out _));

    public static readonly ValueFormat PositiveDuration = new("positiveDuration", "Numbers with units, such as 30s, 1m30s or 500ms; not negative.", $"^(?:-0|-(?:0+(?:\\.0*)?|\\.0+)(?:{Unit})|\\+?0|\\+?(?:{Span})+)$", t => GoDuration.TryParse(t, out var n) && n >= 0);

    public static readonly ValueFormat Amount = new(
        "amount", "A number with or without a unit, such as 64Ki, 1.5 or 1e6.", "^(?=.*\\S)\\s*[-+]?[0-9]*(?:\\.[0-9]*)?(?:[numkMGTPE]?|[KMGTPE]i|[eE][-+]?[0-9]+)\\s*$", Quantity.IsValid);

    public static readonly ValueFormat FilePattern = new("filePattern", "Names of files, without path and suffix; * and ? stand for others.", "^[^=,]+$", t => t.Length > 0 && t.IndexOfAny(['=', ',']) < 0);

    public static readonly ValueFormat Time = new(
        "time", "RFC 3339, such as 2027-01-31T12:00:00Z.",
        "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?(?:Z|[-+](?:[01][0-9]|2[0-4]):(?:[0-5][0-9]|60))$", GoTime.IsRfc3339);

    public static readonly ValueFormat Finalizer = new(
        "finalizer", "A name with a domain, such as example.com/name, or one of Kubernetes' own.",
        $"^(?:kubernetes|orphan|foregroundDeletion|(?=[^/]{{1,253}}/){Label}(?:\\.{Label})*/{NamePart})$", t => NameFormat.QualifiedName(t) is null && (t.Contains('/') || t is "kubernetes" or "orphan" or "foregroundDeletion"));

    public static readonly ValueFormat GroupVersion = new("groupVersion", "version, or group/version.", "^[^/]+$|^[^/]*/[^/]+$", t => t.Split('/') is [{ Length: > 0 }] or [_, { Length: > 0 }]);

    public static IReadOnlyList<ValueFormat> All { get; } =
    [
        Dns1123Label, Subdomain, LabelPrefix, SubdomainPrefix, ExternalName, FullyQualified, Qualified, AnnotationKey, LabelValue, PortName, IP, IPv4, IPv6, EndpointAddress, Cidr, SpacedCidr,
        ClusterCidrs, CidrOrKeyword, HostPort, Duration, PositiveDuration, Amount, FilePattern, Time, Finalizer, GroupVersion,
    ];

    private static Func<string, bool> Fits(Func<string, string?> problem) => t => problem(t) is null;

    // Eight groups; "::" stands for one or more of them; the last two may be a dotted address.
    private static string IPv6Alternatives()
    {
        var forms = new List<string> { $"(?:{Group}:){{7}}{Group}", $"(?:{Group}:){{6}}{Dotted}" };
        for (var before = 0; before <= 7; before++)
        {
            var head = before == 0 ? ":" : $"(?:{Group}:){{{before}}}";
            var after = 7 - before;
            forms.Add(after == 0 ? $"{head}:" : $"{head}:(?:{Group}(?::{Group}){{0,{after - 1}}})?");
            if (after >= 2)
            {
                forms.Add($"{head}:(?:{Group}:){{0,{after - 2}}}{Dotted}");
            }
        }

        return string.Join("|", forms);
    }

    private static bool AreClusterCidrs(string text)
    {
        var families = new List<IPFamily>();
        foreach (var part in text.Split(','))
        {
            if (!CidrValue.TryParseSloppy(part, out var cidr))
            {
                return false;
            }

            families.Add(cidr.Family);
        }

        return families.Count == 1 || (families.Count == 2 && families[0] != families[1]);
    }

    private static bool IsHostPort(string text)
    {
        var errors = KubeProxyErrors($"healthzBindAddress: {System.Text.Json.JsonSerializer.Serialize(text)}\n");
        return text.Length > 0 && !errors;
    }

    private static bool KubeProxyErrors(string lines) =>
        ManifestVerdict.Of($"apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n{lines}").Refused(KubernetesVersion.Newest);
}
