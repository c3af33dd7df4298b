using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>One pass over one string; all offsets are the string's own.</summary>
internal sealed class HostAddressParser(string text)
{
    private const int MaxLength = 4096;

    // Names under which drivers take a host, without spaces and in lower case.
    private static readonly HashSet<string> HostKeys = new(StringComparer.Ordinal)
    {
        "server", "datasource", "host", "hostname", "hosts", "address", "addr", "networkaddress", "servername",
        "endpoint", "endpoints", "contactpoints", "bootstrap.servers", "bootstrapservers", "nodes",
    };

    // How Thanos, Mimir and Loki say in which records a name is looked up.
    private static readonly (string Prefix, string Scheme)[] Lookups = [("dns+", "dns"), ("dnssrv+", "srv"), ("dnssrvnoa+", "srv")];

    private readonly List<HostAddress> _found = [];

    public IReadOnlyList<HostAddress> Parse()
    {
        if (text.Length <= MaxLength)
        {
            var (start, end) = Trim(0, text.Length);
            Value(start, end);
        }

        return _found;
    }

    private void Value(int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (StartsWith("jdbc:", start, end))
        {
            Jdbc(start + 5, end);
        }
        else if (SchemeEnd(start, end) > 0)
        {
            Urls(start, end);
        }
        else if (Array.Find(Lookups, l => StartsWith(l.Prefix, start, end)) is { Prefix: { } prefix, Scheme: var lookup })
        {
            HostList(start + prefix.Length, end, AddressForm.Url, lookup, null);
        }
        else if (LooksLikeConnectionString(start, end))
        {
            ConnectionString(start, end);
        }
        else if (!GoDataSource(start, end))
        {
            HostList(start, end, AddressForm.HostPort, null, null);
        }
    }

    // scheme://[user[:password]@]host[:port][,host[:port]…][/path][?query], several after commas, semicolons or spaces.
    private void Urls(int start, int end)
    {
        while (start < end)
        {
            var colon = SchemeEnd(start, end);
            if (colon < 0)
            {
                return;
            }

            var next = NextUrl(colon + 3, end);
            Url(start, colon, next < 0 ? end : next - 1);
            start = next < 0 ? end : next;
        }
    }

    private void Url(int start, int colon, int end)
    {
        var scheme = text.Substring(start, colon - start).ToLowerInvariant();
        if (scheme is "unix" or "file" or "http+unix")
        {
            return;
        }

        var from = colon + 3;
        var to = IndexOfAny("/?#; \t", from, end);
        if (from == to && to < end && text[to] == '/')
        {
            // dns:///host:port names the resolver before, the host after the third slash.
            from = to + 1;
            to = IndexOfAny("/?#; \t", from, end);
        }
        else if (scheme == "dns" && to < end && text[to] == '/')
        {
            from = to + 1;
            to = IndexOfAny("/?#; \t", from, end);
        }

        var at = from < to ? text.LastIndexOf('@', to - 1, to - from) : -1;
        HostList(at < 0 ? from : at + 1, to, AddressForm.Url, scheme, HostAddress.DefaultPort(scheme));
    }

    private void Jdbc(int start, int end)
    {
        var colon = text.IndexOf("://", start, end - start, StringComparison.Ordinal);
        var at = text.IndexOf('@', start, end - start);
        if (colon >= 0 && (at < 0 || at > colon))
        {
            Url(start, colon, end);
        }
        else if (at >= 0)
        {
            // oracle:thin:@//host:port/service, @tcps://host:port/service or @host:port:sid
            var from = text.IndexOf("//", at, end - at, StringComparison.Ordinal) is var slashes and >= 0 ? slashes + 2 : at + 1;
            var port = text.IndexOf(':', from, end - from);
            var to = IndexOfAny("/?;", from, end);
            var sid = port < 0 || port >= to ? -1 : text.IndexOf(':', port + 1, to - port - 1);
            HostList(from, sid < 0 ? to : sid, AddressForm.Url, "oracle", 1521);
        }
    }

    // user:password@tcp(host:port)/database
    private bool GoDataSource(int start, int end)
    {
        var open = text.IndexOf("@tcp(", start, end - start, StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf(')', open, end - open);
        if (close < 0)
        {
            return false;
        }

        HostList(open + 5, close, AddressForm.Url, "tcp", null);
        return true;
    }

    // The first part before a separator has the form key=value with a plain key: flags and queries do not.
    private bool LooksLikeConnectionString(int start, int end)
    {
        var equals = text.IndexOf('=', start, end - start);
        if (equals <= start)
        {
            return false;
        }

        for (var i = start; i < equals; i++)
        {
            if (!char.IsLetterOrDigit(text[i]) && text[i] is not (' ' or '_' or '.' or '-'))
            {
                return false;
            }
        }

        return text[start] != '-';
    }

    private void ConnectionString(int start, int end)
    {
        // libpq separates by spaces, everyone else by semicolons; values may hold spaces only there.
        var separator = text.IndexOf(';', start, end - start) >= 0 ? ';' : ' ';
        var first = _found.Count;
        (int Number, TextSpan Span)? port = null;
        for (var from = start; from < end;)
        {
            var to = ValueEnd(from, end, separator);
            var equals = text.IndexOf('=', from, to - from);
            if (equals > from)
            {
                var key = text.Substring(from, equals - from).Replace(" ", "").ToLowerInvariant();
                var (valueStart, valueEnd) = Trim(equals + 1, to);
                port = key == "port" && Port(valueStart, valueEnd) is { } number ? (number, new TextSpan(valueStart, valueEnd)) : port;
                ConnectionValue(key, valueStart, valueEnd);
            }

            from = to + 1;
        }

        for (var i = first; port is { } own && i < _found.Count; i++)
        {
            if (_found[i] is { PortSpan: null, Form: AddressForm.ConnectionString } host)
            {
                _found[i] = host with { Port = own.Number, PortSpan = own.Span };
            }
        }
    }

    // A quoted value may hold the separator: passwords do.
    private int ValueEnd(int start, int end, char separator)
    {
        var equals = text.IndexOf('=', start, end - start);
        var to = text.IndexOf(separator, start, end - start);
        if (equals >= 0 && (to < 0 || equals < to))
        {
            var open = equals + 1;
            while (open < end && text[open] == ' ')
            {
                open++;
            }

            if (open < end && text[open] is '"' or '\'')
            {
                // The last quote may be cut off as one around everything.
                var close = text.IndexOf(text[open], open + 1, end - open - 1);
                to = close < 0 ? end : text.IndexOf(separator, close, end - close);
            }
        }

        return to < 0 ? end : to;
    }

    private void ConnectionValue(string key, int start, int end)
    {
        if (SchemeEnd(start, end) > 0)
        {
            Urls(start, end);
        }
        else if (HostKeys.Contains(key))
        {
            HostList(start, end, AddressForm.ConnectionString, null, null);
        }
    }

    // host[:port][,host[:port]…]; options (key=value) among them are passed over, and "host,1433" is SQL Server's port.
    private void HostList(int start, int end, AddressForm form, string? scheme, int? defaultPort)
    {
        foreach (var prefix in (string[])["tcp:", "admin:"])
        {
            if (scheme is null && StartsWith(prefix, start, end))
            {
                start += prefix.Length;
                break;
            }
        }

        var first = _found.Count;
        for (var from = start; from < end;)
        {
            var to = text.IndexOf(',', from, end - from);
            to = to < 0 ? end : to;
            var (itemStart, itemEnd) = Trim(from, to);
            if (_found.Count > first && Port(itemStart, itemEnd) is { } number && _found[_found.Count - 1] is { PortSpan: null } before)
            {
                _found[_found.Count - 1] = before with { Port = number, PortSpan = new TextSpan(itemStart, itemEnd), Form = Known(before.Form) };
            }
            else if (!Item(itemStart, itemEnd, form, scheme, defaultPort) && form == AddressForm.HostPort && text.IndexOf('=', itemStart, itemEnd - itemStart) < 0)
            {
                // Prose, an image, a list of something else: one odd part makes the whole no address.
                _found.RemoveRange(first, _found.Count - first);
                return;
            }

            from = to + 1;
        }
    }

    private static AddressForm Known(AddressForm form) => form == AddressForm.Name ? AddressForm.HostPort : form;

    private bool Item(int start, int end, AddressForm form, string? scheme, int? defaultPort)
    {
        var hostEnd = start;
        while (hostEnd < end && IsHostLetter(text[hostEnd]))
        {
            hostEnd++;
        }

        // A name of SRV records begins with an underscore.
        if (hostEnd == start || !(char.IsLetterOrDigit(text[start]) || (form == AddressForm.Url && text[start] == '_')) || !(char.IsLetterOrDigit(text[hostEnd - 1]) || text[hostEnd - 1] == '.'))
        {
            return false;
        }

        int? port = null;
        TextSpan? portSpan = null;
        var rest = hostEnd;
        if (rest < end && text[rest] == ':')
        {
            rest = IndexOfAny("/\\", hostEnd + 1, end);
            port = Port(hostEnd + 1, rest);
            portSpan = new TextSpan(hostEnd + 1, rest);
            if (port is null)
            {
                return false;
            }
        }

        // Only a URL, or a host with a port, may go on with a path; a SQL Server host may name an instance.
        if (rest < end && !(text[rest] == '/' && (port is not null || form == AddressForm.Url)) && text[rest] != '\\')
        {
            return false;
        }

        var host = text.Substring(start, hostEnd - start);
        var actual = form == AddressForm.HostPort && port is null ? AddressForm.Name : form;
        _found.Add(new HostAddress(host, new TextSpan(start, hostEnd), port ?? defaultPort, portSpan, actual, scheme));
        return true;
    }

    private static bool IsHostLetter(char letter) =>
        letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_';

    private int? Port(int start, int end)
    {
        var number = 0;
        for (var i = start; i < end; i++)
        {
            if (text[i] is < '0' or > '9' || number > 65535)
            {
                return null;
            }

            number = (number * 10) + (text[i] - '0');
        }

        return start < end && number is >= 1 and <= 65535 ? number : null;
    }

    // Offset of "://" when letters of a scheme stand before it.
    private int SchemeEnd(int start, int end)
    {
        var i = start;
        while (i < end && (char.IsLetterOrDigit(text[i]) || text[i] is '+' or '-' or '.' or '_'))
        {
            i++;
        }

        return i > start && string.CompareOrdinal(text, i, "://", 0, Math.Min(3, end - i)) == 0 && i + 3 <= end ? i : -1;
    }

    // Start of the next URL of a list.
    private int NextUrl(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] is ',' or ';' or ' ')
            {
                var (next, _) = Trim(i + 1, end);
                if (SchemeEnd(next, end) > 0)
                {
                    return next;
                }
            }
        }

        return -1;
    }

    private int IndexOfAny(string letters, int start, int end)
    {
        while (start < end && letters.IndexOf(text[start]) < 0)
        {
            start++;
        }

        return start;
    }

    private bool StartsWith(string prefix, int start, int end) =>
        end - start >= prefix.Length && string.Compare(text, start, prefix, 0, prefix.Length, StringComparison.OrdinalIgnoreCase) == 0;

    // Blanks, and the quotes and brackets of a JSON list.
    private (int Start, int End) Trim(int start, int end)
    {
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] is '"' or '\'' or '['))
        {
            start++;
        }

        while (end > start && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is '"' or '\'' or ']'))
        {
            end--;
        }

        return (start, end);
    }
}
