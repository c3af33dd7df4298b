using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// Sources that reach a destination by the same ports. It is made of bundles: the rows, which grow with the square of the workloads, are never
/// made.
/// </summary>
/// <param name="Destination">Its name.</param>
/// <param name="Ports">The ports.</param>
/// <param name="Doubt">Why it is unknown; null where it is not.</param>
/// <param name="Sources">Their names.</param>
/// <param name="SourcesKey">Equal for the same sources.</param>
/// <param name="Because">The first few lines behind it.</param>
internal sealed record ReachGroup(
    string Destination, PortSet Ports, string? Doubt, FoldedNames Sources, (int Workloads, ReachEnd? But, int Others) SourcesKey, IReadOnlyList<PolicyCause> Because)
{
    private const int MostCauses = 3;
    private const string EveryOther = "every other workload";

    /// <param name="view">What was asked for.</param>
    /// <param name="unknown">Ports that files do not decide, instead of those that surely pass.</param>
    /// <param name="names">How many sources are named.</param>
    public static IReadOnlyList<ReachGroup> Of(ReachView view, bool unknown, int names = FoldedNames.Usual) =>
        new Fold(view.Connectivity.Ends.Count(e => e.Kind == ReachEndKind.Workload), names).Groups(view.Bundles(unknown));

    /// <summary>Bundles that lead to the same destinations by the same ports.</summary>
    private sealed class Access(ReachRow first, IReadOnlyList<ReachEnd> destinations)
    {
        private readonly List<PolicyCause> _because = [];
        private IReadOnlyList<PolicyCause>? _last;

        /// <summary>Those that are alike, or one alone.</summary>
        public IReadOnlyList<ReachEnd> Destinations => destinations;

        /// <summary>The name of a range of addresses.</summary>
        public string? Range { get; } = first.Destination.Kind == ReachEndKind.Outside ? first.DestinationName : null;

        public PortSet Ports => first.Ports;

        public string? Doubt { get; } = Why(first);

        public List<IReadOnlyList<ReachEnd>> Workloads { get; } = [];

        /// <summary>Ranges of addresses, nodes and who else sends.</summary>
        public List<string> Others { get; } = [];

        /// <summary>The first few lines behind it.</summary>
        public IReadOnlyList<PolicyCause> Because => _because;

        public void Add(ReachBundle bundle)
        {
            Note(bundle.First.Because);
            if (bundle.First.Source.Kind == ReachEndKind.Workload)
            {
                Workloads.Add(bundle.Sources);
            }
            else
            {
                Others.AddRange(bundle.First.Source.Kind == ReachEndKind.Outside ? [bundle.First.SourceName] : bundle.Sources.Select(e => e.Name));
            }
        }

        private void Note(IReadOnlyList<PolicyCause> causes)
        {
            if (_because.Count < MostCauses && !ReferenceEquals(causes, _last))
            {
                _last = causes;
                _because.AddRange(causes.Where(c => !_because.Contains(c)).Distinct().Take(MostCauses - _because.Count).ToArray());
            }
        }
    }

    private sealed class Fold(int workloads, int names)
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly Dictionary<int[], int> _numbersOfEnds = new(SameNumbers.Instance);
        private readonly Dictionary<(ReachEnd, PortSet, string?), Access> _ofSenders = [];

        public IReadOnlyList<ReachGroup> Groups(IEnumerable<ReachBundle> bundles)
        {
            // Ends that are alike are known by their list, ranges by their name.
            var accesses = new Dictionary<(object, PortSet, string?), Access>();
            foreach (var bundle in bundles)
            {
                var row = bundle.First;
                var access = row.Source.Kind is ReachEndKind.IngressController or ReachEndKind.ApiServer ? Of(_ofSenders, (row.Destination, row.Ports, Why(row)), bundle)
                    : Of(accesses, (row.Destination.Kind == ReachEndKind.Outside ? row.DestinationName : bundle.Destinations, row.Ports, Why(row)), bundle);
                access.Add(bundle);
            }

            var groups = accesses.Values.SelectMany(Groups).ToList();
            groups.AddRange(_ofSenders.Values.ToArray().SelectMany(Groups));
            return groups;
        }

        private static Access Of<T>(Dictionary<T, Access> accesses, T key, ReachBundle first)
            where T : notnull
        {
            if (!accesses.TryGetValue(key, out var access))
            {
                accesses.Add(key, access = new Access(first.First, first.Destinations));
            }

            return access;
        }

        private IEnumerable<ReachGroup> Groups(Access access)
        {
            var because = access.Because;
            var isAmong = access.Workloads.Contains(access.Destinations);
            var count = access.Workloads.Sum(w => w.Count) - (isAmong ? 1 : 0);
            var isEverybody = count > 2 && count == workloads - 1 && access.Destinations[0].Kind == ReachEndKind.Workload;
            // Who is alone among those alike is no source of its own.
            var sources = isAmong && access.Destinations.Count == 1 ? access.Workloads.Where(w => w != access.Destinations) : access.Workloads;
            var number = isEverybody ? -1 : Number([.. sources.Select(w => w[0].Number)]);
            // One may be left out, and one more is named where it is the last. Lists stand by their first.
            var first = isEverybody ? [] : sources.Take(names + 2).SelectMany(w => w.Take(names + 2)).OrderBy(e => e.Number).Take(names + 2).ToArray();
            var others = Number(access.Others);
            foreach (var end in access.Range is null ? access.Destinations : [access.Destinations[0]])
            {
                var folded = new FoldedNames(names);
                if (isEverybody)
                {
                    folded.Add(EveryOther);
                }
                else
                {
                    folded.Add([.. first.Where(e => e != end).Select(e => e.Name)], count);
                }

                folded.Add(access.Others, access.Others.Count);
                var also = others;
                if (_ofSenders.Remove((end, access.Ports, access.Doubt), out var senders) && senders != access)
                {
                    folded.Add(senders.Others, senders.Others.Count);
                    also = Number([.. access.Others, .. senders.Others]);
                }

                var but = isAmong && !isEverybody && access.Destinations.Count > 1 ? end : null;
                yield return new ReachGroup(access.Range ?? end.Name, access.Ports, access.Doubt, folded, (number, but, also), because);
            }
        }

        private int Number(int[] ends)
        {
            if (!_numbersOfEnds.TryGetValue(ends, out var number))
            {
                _numbersOfEnds.Add(ends, number = _numbersOfEnds.Count);
            }

            return number;
        }

        private int Number(IReadOnlyList<string> names) => Number(string.Concat(names.Select(n => $"{n.Length} {n}")));

        private int Number(string text)
        {
            if (!_numbers.TryGetValue(text, out var number))
            {
                _numbers.Add(text, number = _numbers.Count);
            }

            return number;
        }
    }

    private sealed class SameNumbers : IEqualityComparer<int[]>
    {
        public static readonly SameNumbers Instance = new();

        public bool Equals(int[]? a, int[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(int[] numbers)
        {
            var hash = default(HashCode);
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
            return hash.ToHashCode();
        }
    }

    private static string? Why(ReachRow row) => row.Doubts.Count > 0 ? row.Doubts[0].Text : null;
}
