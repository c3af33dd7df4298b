using System.Globalization;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>
/// One port of a program, with the settings that move it. Written as words: the default port (<c>8080</c>, <c>lo:8080</c> where nothing else
/// is bound than loopback, <c>-</c> where there is none; <c>8181&gt;=3</c>, <c>8086&lt;3</c>, <c>14267&lt;&lt;1.18</c> and <c>15672~management</c> for some tags of an image), then flags (<c>--port</c>; <c>-c:port</c> is <c>-c port=…</c>), keys of
/// configuration files (<c>%server/port</c>) and variables (<c>PORT</c>); behind an @ stands what names the address alone.
/// </summary>
internal sealed class ListenerSlot
{
    private readonly TagCondition _condition;
    private readonly int _default;
    private readonly BoundTo _defaultTo;
    private readonly string[] _flags;
    private readonly string[] _keys;
    private readonly string[] _variables;
    private readonly string[] _hostFlags;
    private readonly string[] _hostKeys;
    private readonly string[] _hostVariables;

    private ListenerSlot(string text)
    {
        var words = text.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        var port = TagCondition.Split(words[0], out _condition);
        var isLocal = port.StartsWith("lo:", StringComparison.Ordinal);
        _defaultTo = isLocal ? BoundTo.Loopback : BoundTo.Any;
        _default = port == "-" ? 0 : int.Parse(isLocal ? port.Substring(3) : port, CultureInfo.InvariantCulture);
        var settings = words.Skip(1).Where(w => w[0] != '@').ToLookup(KindOf, w => w.TrimStart('%'));
        var hosts = words.Skip(1).Where(w => w[0] == '@').Select(w => w.Substring(1)).ToLookup(KindOf, w => w.TrimStart('%'));
        (_flags, _keys, _variables) = ([.. settings['-']], [.. settings['%']], [.. settings['$']]);
        (_hostFlags, _hostKeys, _hostVariables) = ([.. hosts['-']], [.. hosts['%']], [.. hosts['$']]);
    }

    /// <summary>The slots of a line, parted by semicolons.</summary>
    public static IReadOnlyList<ListenerSlot> Read(string text) => [.. text.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(t => new ListenerSlot(t))];

    /// <summary>The port when nothing moves it; null where there is none.</summary>
    public int? Default => _default == 0 ? null : _default;

    /// <summary>False for a tag that does not have the port. Where the tag does not tell, the port is there, unless loopback alone would be bound.</summary>
    public bool IsIn(string? tag) => _condition.Holds(tag) ?? _defaultTo != BoundTo.Loopback;

    /// <summary>True when a key of a configuration file moves it.</summary>
    public bool HasKeys => _keys.Length + _hostKeys.Length > 0;

    /// <summary>True for a variable that it reads itself.</summary>
    public bool Reads(string variable) => Array.IndexOf(_variables, variable) >= 0 || Array.IndexOf(_hostVariables, variable) >= 0;

    /// <summary>True for a word that is one of its flags.</summary>
    public bool ReadsFlag(string word) =>
        Array.Exists(_flags, f => Is(word, f)) || Array.Exists(_hostFlags, f => Is(word, f));

    private static bool Is(string word, string flag) =>
        word.StartsWith(flag, StringComparison.Ordinal) && (word.Length == flag.Length || word[flag.Length] == '=');

    /// <summary>Where it listens; null where a value is not known. Flags count before variables, and these before files.</summary>
    /// <param name="settings">What the container is told.</param>
    /// <param name="ofImage">The place and name of what says the default.</param>
    public IReadOnlyList<Listener>? Resolve(ContainerSettings settings, (Text.SourceSpan Span, string What) ofImage)
    {
        var (host, isHostKnown) = settings.Find(_hostFlags, _hostVariables, _hostKeys);
        var (port, isPortKnown) = settings.Find(_flags, _variables, _keys);
        if (!isHostKnown || !isPortKnown)
        {
            return null;
        }

        var bound = host is { } written ? BoundOf(written.Value) : null;
        if (host is not null && bound is null)
        {
            return null;
        }

        if (port is not { } named)
        {
            return _default == 0 ? []
                : host is { } address ? [new Listener(_default, bound!.Value, address.Value.Span, address.What, address.Evidence)]
                : [new Listener(_default, _defaultTo, ofImage.Span, ofImage.What, ListenerEvidence.Image)];
        }

        var found = new List<Listener>();
        foreach (var part in Parts(named.Value))
        {
            if (part.Value is "0" or "" or "off" or "-1" or "false")
            {
                continue;
            }

            if (Listener.Parse(part, named.What, named.Evidence, _default == 0 ? null : _default) is not { } listener)
            {
                return null;
            }

            found.Add(bound is { } to ? to == BoundTo.Loopback ? listener with { To = to, Span = host!.Value.Value.Span, What = host.Value.What } : listener with { To = to }
                : part.Value.IndexOf(':') < 0 && _defaultTo == BoundTo.Loopback && listener.Port.ToString(CultureInfo.InvariantCulture) == part.Value ? listener with { To = _defaultTo }
                : listener);
        }

        return found;
    }

    // Of several addresses one that others reach is enough.
    private static BoundTo? BoundOf(Located<string> text)
    {
        BoundTo? all = null;
        foreach (var part in Parts(text))
        {
            if (Bound(part.Value) is not { } to)
            {
                return null;
            }

            all = all is null ? to : all == to ? to : BoundTo.Any;
        }

        return all;
    }

    // The words of Elasticsearch and of Redis for addresses.
    private static BoundTo? Bound(string word) => word switch
    {
        "_local_" or "local" => BoundTo.Loopback,
        "_site_" or "_global_" or "all" => BoundTo.Any,
        _ => Listener.BoundOf(word.TrimStart('-')),
    };

    private static IEnumerable<Located<string>> Parts(Located<string> text)
    {
        var value = text.Value;
        for (var start = 0; start < value.Length;)
        {
            var end = start;
            while (end < value.Length && value[end] is not (',' or ';' or ' ' or '\t' or '"' or '\''))
            {
                end++;
            }

            if (end > start)
            {
                yield return text.Slice(start, end);
            }

            start = end + 1;
        }
    }

    private static char KindOf(string word) => word[0] is '-' or '%' ? word[0] : '$';
}
