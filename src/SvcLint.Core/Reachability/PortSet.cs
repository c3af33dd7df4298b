using System.Globalization;
using System.Text;

namespace SvcLint.Reachability;

/// <summary>
/// Ports of TCP, UDP and SCTP as sorted, disjoint ranges that do not touch: two sets with the same ports are equal, and what an operation
/// costs depends on the ranges, never on the ports in them.
/// </summary>
public sealed class PortSet : IEquatable<PortSet>
{
    private const int Stride = 1 << 16;
    private const int LastPort = 65535;

    /// <summary>The protocols, in the order in which sets hold and print them.</summary>
    public static readonly IReadOnlyList<string> Protocols = ["TCP", "UDP", "SCTP"];

    public static readonly PortSet Empty = new([]);

    public static readonly PortSet All = new([1, LastPort, Stride + 1, Stride + LastPort, (2 * Stride) + 1, (2 * Stride) + LastPort]);

    // First and last of each range, in turn; a port's place is its protocol times 65536 plus its number.
    private readonly int[] _bounds;
    private readonly int _hash;

    private PortSet(int[] bounds)
    {
        _bounds = bounds;
        _hash = 17;
        foreach (var bound in bounds)
        {
            _hash = unchecked((_hash * 31) + bound);
        }
    }

    public bool IsEmpty => _bounds.Length == 0;

    public bool IsAll => Equals(All);

    /// <summary>The ports of a protocol from first to last; empty where the protocol is none of the three or the range holds no port.</summary>
    public static PortSet Range(string protocol, int first, int last)
    {
        var index = IndexOf(protocol);
        first = Math.Max(first, 1);
        last = Math.Min(last, LastPort);
        return index < 0 || first > last ? Empty : new PortSet([(index * Stride) + first, (index * Stride) + last]);
    }

    public static PortSet Of(string protocol) => Range(protocol, 1, LastPort);

    public bool Contains(string protocol, int port) => IndexOf(protocol) is >= 0 and var index && port is >= 1 and <= LastPort && Holds((index * Stride) + port);

    public bool Contains(PortSet other) => other.Except(this).IsEmpty;

    /// <summary>Both hold the same of some ports.</summary>
    public bool AgreesWith(PortSet other, PortSet on) => Intersect(on).Equals(other.Intersect(on));

    public PortSet Union(PortSet other) => Combine(other, (a, b) => a || b);

    public PortSet Intersect(PortSet other) => Combine(other, (a, b) => a && b);

    public PortSet Except(PortSet other) => Combine(other, (a, b) => a && !b);

    /// <summary>The ranges of a protocol, ascending.</summary>
    public IEnumerable<(int First, int Last)> Ranges(string protocol)
    {
        var start = IndexOf(protocol) * Stride;
        for (var i = 0; i < _bounds.Length; i += 2)
        {
            if (_bounds[i] >= start && _bounds[i] < start + Stride)
            {
                yield return (_bounds[i] - start, _bounds[i + 1] - start);
            }
        }
    }

    /// <summary>The ranges of a protocol as text, <c>80,8000-8100</c>; empty where it has none.</summary>
    public string Text(string protocol)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in Ranges(protocol))
        {
            text.Append(text.Length > 0 ? "," : "").Append(first.ToString(CultureInfo.InvariantCulture));
            if (last > first)
            {
                text.Append('-').Append(last.ToString(CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    /// <summary>For people: <c>TCP 80,443; UDP 53</c>, <c>TCP</c> for every port of it, <c>all ports</c>, <c>none</c>.</summary>
    public override string ToString()
    {
        if (IsEmpty || IsAll)
        {
            return IsEmpty ? "none" : "all ports";
        }

        return string.Join("; ", Protocols.Where(p => Ranges(p).Any()).Select(p => Text(p) is "1-65535" ? p : $"{p} {Text(p)}"));
    }

    public bool Equals(PortSet? other) => other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _bounds.AsSpan().SequenceEqual(other._bounds)));

    public override bool Equals(object? obj) => Equals(obj as PortSet);

    public override int GetHashCode() => _hash;

    private static int IndexOf(string protocol) => protocol switch { "TCP" => 0, "UDP" => 1, "SCTP" => 2, _ => -1 };

    private bool Holds(int place)
    {
        for (var i = 0; i < _bounds.Length; i += 2)
        {
            if (place >= _bounds[i] && place <= _bounds[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    // Walks the places at which either set begins or ends a range.
    private PortSet Combine(PortSet other, Func<bool, bool, bool> holds)
    {
        var (a, b) = (_bounds, other._bounds);
        var result = new List<int>(a.Length + b.Length);
        var (i, j) = (0, 0);
        var inside = false;
        while (i < a.Length || j < b.Length)
        {
            // A range ends before the place after its last port.
            var atA = i < a.Length ? a[i] + (i & 1) : int.MaxValue;
            var atB = j < b.Length ? b[j] + (j & 1) : int.MaxValue;
            var at = Math.Min(atA, atB);
            i += atA == at ? 1 : 0;
            j += atB == at ? 1 : 0;
            var now = holds((i & 1) == 1, (j & 1) == 1);
            if (now != inside)
            {
                result.Add(now ? at : at - 1);
                inside = now;
            }
        }

        return result.Count == 0 ? Empty : new PortSet([.. result]);
    }
}
