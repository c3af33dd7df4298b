using System.Globalization;

namespace SvcLint.Kubernetes;

/// <summary>A minor release of Kubernetes, for example 1.32.</summary>
public readonly record struct KubernetesVersion(int Minor) : IComparable<KubernetesVersion>
{
    // Null unless somebody wants to know which other versions would have had the same answers.
    private readonly AnswerRange? _answers;

    public static readonly KubernetesVersion Oldest = new(26);

    public static readonly KubernetesVersion Newest = new(37);

    /// <summary>Every version svclint knows, oldest first.</summary>
    public static IEnumerable<KubernetesVersion> Supported => Oldest.To(Newest);

    /// <summary>This version and those after it, up to another one.</summary>
    public IEnumerable<KubernetesVersion> To(KubernetesVersion last)
    {
        for (var minor = Minor; minor <= last.Minor; minor++)
        {
            yield return new KubernetesVersion(minor);
        }
    }

    public bool IsSupported => this >= Oldest && this <= Newest;

    /// <summary>The release after this one.</summary>
    public KubernetesVersion Next => new(Minor + 1);

    /// <summary>Reads <c>1.32</c>, <c>v1.32</c> and <c>1.32.4</c>; false for anything else.</summary>
    public static bool TryParse(string text, out KubernetesVersion version)
    {
        version = default;
        var parts = text.TrimStart('v').Split('.');
        if (parts.Length is < 2 or > 3 || parts[0] != "1" || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return false;
        }

        version = new KubernetesVersion(minor);
        return parts.Length == 2 || int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>The same version; the range hears every comparison with it.</summary>
    internal KubernetesVersion HeardBy(AnswerRange answers) => new(this, answers);

    private KubernetesVersion(KubernetesVersion version, AnswerRange answers)
        : this(version.Minor) => _answers = answers;

    public bool Equals(KubernetesVersion other) => Minor == other.Minor;

    public override int GetHashCode() => Minor;

    public int CompareTo(KubernetesVersion other) => Minor.CompareTo(other.Minor);

    public static bool operator <(KubernetesVersion a, KubernetesVersion b) => !(a >= b);

    public static bool operator >(KubernetesVersion a, KubernetesVersion b) => !(b >= a);

    public static bool operator <=(KubernetesVersion a, KubernetesVersion b) => b >= a;

    public static bool operator >=(KubernetesVersion a, KubernetesVersion b)
    {
        var isAtLeast = a.Minor >= b.Minor;
        a._answers?.IsAtLeast(b.Minor, isAtLeast);
        // What is said of b: that it is a or older.
        b._answers?.IsAtLeast(a.Minor + 1, !isAtLeast);
        return isAtLeast;
    }

    public override string ToString() => "1." + Minor.ToString(CultureInfo.InvariantCulture);
}
