using System.Globalization;
using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Go's <c>url.URL</c>: path and fragment decoded, user and query as they are written.</summary>
internal sealed record GoUrl(string Scheme, string Host, string Path, string Query, string Opaque, string Fragment, string User)
{
    /// <summary>The path as it was written, where encoding it anew would not give the same.</summary>
    private string RawPath { get; init; } = "";

    /// <summary>The host without port and brackets.</summary>
    public string Hostname
    {
        get
        {
            var colon = Host.LastIndexOf(':');
            var host = colon >= 0 && Host.Substring(colon + 1).All(c => c is >= '0' and <= '9') && Host.IndexOf(']', colon) < 0 ? Host.Substring(0, colon) : Host;
            return host.Length >= 2 && host[0] == '[' && host[host.Length - 1] == ']' ? host.Substring(1, host.Length - 2) : host;
        }
    }

    public static bool TryParse(string text, out GoUrl url, out string error)
    {
        url = new GoUrl("", "", "", "", "", "", "");
        try
        {
            var hash = text.IndexOf('#');
            url = Parse(hash < 0 ? text : text.Substring(0, hash));
            if (hash >= 0)
            {
                url = url with { Fragment = Unescape(text.Substring(hash + 1), Part.Fragment) };
            }

            error = "";
            return true;
        }
        catch (GoException exception)
        {
            error = "parse " + GoQuote.Quote(text) + ": " + exception.Message;
            return false;
        }
    }

    private static GoUrl Parse(string text)
    {
        if (text.Any(c => c is < ' ' or '\u007F'))
        {
            throw new GoException("net/url: invalid control character in URL");
        }

        if (text == "*")
        {
            return new GoUrl("", "", "*", "", "", "", "");
        }

        var (scheme, rest) = SplitScheme(text);
        var query = "";
        var mark = rest.IndexOf('?');
        if (mark >= 0)
        {
            (rest, query) = (rest.Substring(0, mark), rest.Substring(mark + 1));
        }

        if (!rest.StartsWith("/", StringComparison.Ordinal))
        {
            if (scheme.Length > 0)
            {
                return new GoUrl(scheme, "", "", query, rest, "", "");
            }

            var segment = rest.Split('/')[0];
            if (segment.IndexOf(':') >= 0)
            {
                throw new GoException("first path segment in URL cannot contain colon");
            }
        }

        var user = "";
        var host = "";
        if (rest.StartsWith("//", StringComparison.Ordinal) && (scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var slash = rest.IndexOf('/', 2);
            var authority = slash < 0 ? rest.Substring(2) : rest.Substring(2, slash - 2);
            rest = slash < 0 ? "" : rest.Substring(slash);
            (user, host) = Authority(authority);
        }

        var path = Unescape(rest, Part.Path);
        return new GoUrl(scheme, host, path, query, "", "", user) { RawPath = Escape(path, Part.Path) == rest ? "" : rest };
    }

    private static (string Scheme, string Tail) SplitScheme(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                    break;
                case (>= '0' and <= '9') or '+' or '-' or '.':
                    if (i == 0)
                    {
                        return ("", text);
                    }

                    break;
                case ':':
                    return i == 0 ? throw new GoException("missing protocol scheme") : (text.Substring(0, i).ToLowerInvariant(), text.Substring(i + 1));
                default:
                    return ("", text);
            }
        }

        return ("", text);
    }

    private static (string User, string Host) Authority(string authority)
    {
        var at = authority.LastIndexOf('@');
        var host = HostOf(authority.Substring(at + 1));
        if (at < 0)
        {
            return ("", host);
        }

        var info = authority.Substring(0, at);
        if (!info.All(c => char.IsLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".IndexOf(c) >= 0))
        {
            throw new GoException("net/url: invalid userinfo");
        }

        var colon = info.IndexOf(':');
        var name = Unescape(colon < 0 ? info : info.Substring(0, colon), Part.User);
        return (Escape(name, Part.User) + (colon < 0 ? "" : ":" + Escape(Unescape(info.Substring(colon + 1), Part.User), Part.User)), host);
    }

    private static string HostOf(string host)
    {
        if (host.StartsWith("[", StringComparison.Ordinal))
        {
            var end = host.LastIndexOf(']');
            if (end < 0)
            {
                throw new GoException("missing ']' in host");
            }

            CheckPort(host.Substring(end + 1));
            return Unescape(host, Part.Host);
        }

        var colon = host.LastIndexOf(':');
        if (colon >= 0)
        {
            CheckPort(host.Substring(colon));
        }

        return Unescape(host, Part.Host);
    }

    private static void CheckPort(string port)
    {
        if (port.Length > 0 && (port[0] != ':' || !port.Skip(1).All(c => c is >= '0' and <= '9')))
        {
            throw new GoException("invalid port " + GoQuote.Quote(port) + " after host");
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        if (Scheme.Length > 0)
        {
            text.Append(Scheme).Append(':');
        }

        if (Opaque.Length > 0)
        {
            text.Append(Opaque);
        }
        else
        {
            if (Scheme.Length > 0 || Host.Length > 0 || User.Length > 0)
            {
                if (Host.Length > 0 || Path.Length > 0 || User.Length > 0)
                {
                    text.Append("//");
                }

                text.Append(User).Append(User.Length > 0 ? "@" : "").Append(Escape(Host, Part.Host));
            }

            var path = RawPath.Length > 0 ? RawPath : Escape(Path, Part.Path);
            if (path.Length > 0 && path[0] != '/' && Host.Length > 0)
            {
                text.Append('/');
            }

            if (text.Length == 0 && path.Split('/')[0].IndexOf(':') >= 0)
            {
                text.Append("./");
            }

            text.Append(path);
        }

        if (Query.Length > 0)
        {
            text.Append('?').Append(Query);
        }

        return Fragment.Length > 0 ? text.Append('#').Append(Escape(Fragment, Part.Fragment)).ToString() : text.ToString();
    }

    private enum Part
    {
        Path,
        User,
        Host,
        Fragment,
    }

    private static string Escape(string text, Part part)
    {
        var escaped = new StringBuilder();
        foreach (var b in GoText.ToBytes(text))
        {
            var c = (char)b;
            if (b < 0x80 && !NeedsEscape(c, part))
            {
                escaped.Append(c);
            }
            else
            {
                escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    private static bool NeedsEscape(char c, Part part)
    {
        if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.' or '~')
        {
            return false;
        }

        if (part == Part.Host && "!$&'()*+,;=:[]<>\"".IndexOf(c) >= 0)
        {
            return false;
        }

        if ("$&+,/:;=?@".IndexOf(c) >= 0)
        {
            return part switch
            {
                Part.Path => c == '?',
                Part.User => c is '@' or '/' or '?' or ':',
                Part.Fragment => false,
                _ => true,
            };
        }

        return part != Part.Fragment || "!()*".IndexOf(c) < 0;
    }

    private static string Unescape(string text, Part part)
    {
        var bytes = new List<byte>();
        var source = GoText.ToBytes(text);
        for (var i = 0; i < source.Length; i++)
        {
            var c = (char)source[i];
            if (c == '%')
            {
                if (i + 2 >= source.Length || !Uri.IsHexDigit((char)source[i + 1]) || !Uri.IsHexDigit((char)source[i + 2]))
                {
                    throw new GoException("invalid URL escape " + GoQuote.Quote(GoText.FromBytes(source, i, Math.Min(3, source.Length - i))));
                }

                bytes.Add((byte)((Uri.FromHex((char)source[i + 1]) << 4) | Uri.FromHex((char)source[i + 2])));
                i += 2;
                continue;
            }

            if (part == Part.Host && c < 0x80 && NeedsEscape(c, part))
            {
                throw new GoException("invalid character " + GoQuote.Quote(c.ToString()) + " in host name");
            }

            bytes.Add(source[i]);
        }

        return GoText.FromBytes([.. bytes]);
    }
}
