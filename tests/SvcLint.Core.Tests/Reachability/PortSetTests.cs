using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

public sealed class PortSetTests
{
    [Fact]
    public void Operations_agree_with_sets_of_single_ports()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var (one, ofOne) = Any(random);
            var (other, ofOther) = Any(random);
            Check(one.Union(other), ofOne.Union(ofOther));
            Check(one.Intersect(other), ofOne.Intersect(ofOther));
            Check(one.Except(other), ofOne.Except(ofOther));
            Assert.Equal(ofOther.All(ofOne.Contains), one.Contains(other));
        }

        static void Check(PortSet set, IEnumerable<(string, int)> ports)
        {
            var single = ports.ToHashSet();
            Assert.Equal(single, PortSet.Protocols.SelectMany(p => set.Ranges(p).SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1).Select(n => (p, n)))).ToHashSet());
            var built = single.Aggregate(PortSet.Empty, (all, p) => all.Union(PortSet.Range(p.Item1, p.Item2, p.Item2)));
            Assert.Equal(built, set);
        }
    }

    [Fact]
    public void Neighbours_join_and_the_ends_of_protocols_do_not()
    {
        Assert.Equal("TCP 80-82", PortSet.Range("TCP", 80, 81).Union(PortSet.Range("TCP", 82, 82)).ToString());
        Assert.Equal("TCP 65535; UDP 1", PortSet.Range("TCP", 65535, 65535).Union(PortSet.Range("UDP", 1, 1)).ToString());
        Assert.True(PortSet.Of("TCP").Union(PortSet.Of("UDP")).Union(PortSet.Of("SCTP")).IsAll);
        Assert.True(PortSet.Range("ICMP", 1, 2).IsEmpty);
        Assert.True(PortSet.Range("TCP", 5, 4).IsEmpty);
    }

    private static (PortSet, HashSet<(string, int)>) Any(Random random)
    {
        var (set, ports) = (PortSet.Empty, new HashSet<(string, int)>());
        for (var i = random.Next(5); i > 0; i--)
        {
            var protocol = PortSet.Protocols[random.Next(3)];
            var first = random.Next(2) == 0 ? random.Next(1, 30) : 65535 - random.Next(20);
            var last = Math.Min(65535, first + random.Next(10));
            set = set.Union(PortSet.Range(protocol, first, last));
            ports.UnionWith(Enumerable.Range(first, last - first + 1).Select(n => (protocol, n)));
        }

        return (set, ports);
    }
}
