using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>The suppressors of one rule by what they cover, so that findings are not held against each of them.</summary>
internal sealed class SuppressorIndex
{
    private readonly List<SuppressorGroup> _configured = [];
    private readonly Dictionary<string, List<SuppressorGroup>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Unit, ObjectReference Object), SuppressorGroup> _ofObjects = [];
    private readonly Dictionary<SourceText, Ranges> _ofFiles = [];

    public SuppressorIndex(IEnumerable<Suppressor> suppressors)
    {
        var comments = new List<CommentSuppressor>();
        foreach (var suppressor in suppressors)
        {
            switch (suppressor)
            {
                case CommentSuppressor comment:
                    comments.Add(comment);
                    break;
                case AnnotationSuppressor annotation:
                    foreach (var about in annotation.Objects)
                    {
                        if (!_ofObjects.TryGetValue(about, out var own))
                        {
                            _ofObjects.Add(about, own = new SuppressorGroup());
                        }

                        own.Add(annotation);
                    }

                    break;
                case ConfiguredSuppressor { ObjectName: { } name }:
                    if (!_byName.TryGetValue(name, out var named))
                    {
                        _byName.Add(name, named = []);
                    }

                    named.Add(new SuppressorGroup(suppressor));
                    break;
                default:
                    _configured.Add(new SuppressorGroup(suppressor));
                    break;
            }
        }

        foreach (var file in comments.GroupBy(c => c.Covered.Source))
        {
            _ofFiles.Add(file.Key, new Ranges(file));
        }
    }

    /// <summary>Those that cover a finding in a unit; of several with the same range all together.</summary>
    public IEnumerable<SuppressorGroup> Covering(Finding finding, string? unit)
    {
        IReadOnlyList<SuppressorGroup> named = finding.Object is { Name: { } name } && _byName.TryGetValue(name, out var entries) ? entries : [];
        foreach (var group in _configured.Concat(named).Where(s => s.Covers(finding, unit)))
        {
            yield return group;
        }

        if (finding.Object is { } about && unit is not null && _ofObjects.TryGetValue((unit, about), out var own))
        {
            yield return own;
        }

        var places = finding.Related.Where(r => r.Note == RenderedPlace.Shown).Select(r => r.Span).Prepend(finding.Span);
        foreach (var found in places.SelectMany(p => _ofFiles.TryGetValue(p.Source, out var ranges) ? ranges.At(p.Start) : []))
        {
            if (found.Covers(finding, unit))
            {
                yield return found;
            }
        }
    }

    /// <summary>Comments of one file by where what they cover starts; and how far all before reach, where looking back ends.</summary>
    private sealed class Ranges
    {
        private readonly (SourceSpan Covered, SuppressorGroup Suppressors)[] _byStart;
        private readonly int[] _reach;

        public Ranges(IEnumerable<CommentSuppressor> comments)
        {
            _byStart = [.. comments.GroupBy(c => (c.Covered, c.IsTemplate)).Select(g => (g.Key.Covered, new SuppressorGroup([.. g]))).OrderBy(g => g.Covered.Start)];
            _reach = new int[_byStart.Length];
            for (var i = 0; i < _byStart.Length; i++)
            {
                // The empty range stands for the whole rest of the file.
                var end = _byStart[i].Covered.Range.IsEmpty ? int.MaxValue : _byStart[i].Covered.End;
                _reach[i] = i > 0 && _reach[i - 1] > end ? _reach[i - 1] : end;
            }
        }

        public IEnumerable<SuppressorGroup> At(int place)
        {
            var (low, high) = (0, _byStart.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _byStart[middle].Covered.Start <= place ? (middle + 1, high) : (low, middle);
            }

            for (var i = low - 1; i >= 0 && _reach[i] > place; i--)
            {
                yield return _byStart[i].Suppressors;
            }
        }
    }
}

/// <summary>Suppressors that cover the same findings.</summary>
internal sealed class SuppressorGroup(params Suppressor[] first)
{
    private readonly List<Suppressor> _all = [.. first];
    private bool? _suppresses;

    public void Add(Suppressor suppressor) => _all.Add(suppressor);

    public bool Covers(Finding finding, string? unit) => _all[0].Covers(finding, unit);

    /// <summary>Marks all of them as used; true when one has not expired.</summary>
    public bool Use(Func<Suppressor, bool> hasExpired)
    {
        if (_suppresses is null)
        {
            _all.ForEach(s => s.IsUsed = true);
            _suppresses = !_all.TrueForAll(s => hasExpired(s));
        }

        return _suppresses.Value;
    }
}
