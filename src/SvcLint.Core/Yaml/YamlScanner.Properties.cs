using System.Text;

namespace SvcLint.Yaml;

internal sealed partial class YamlScanner
{
    private void ScanDirective()
    {
        var start = At;
        Skip();
        var name = ScanWord();
        if (name is not ("YAML" or "TAG") || !IsBlankOrEnd(Current))
        {
            Fail(start, "no value can start with '%' in the first column; quote it", isDialect: name.Length > 0 && IsBlankOrEnd(Current));
            return;
        }

        SkipBlanks();
        var token = name == "YAML" ? ScanVersion(start) : ScanTagDirective(start);
        SkipBlanks();
        SkipComment();
        if (!IsBreakOrEnd(Current))
        {
            Fail(start, $"malformed %{name} directive");
            return;
        }

        Add(token);
        if (!AtEnd)
        {
            SkipBreak();
        }
    }

    private YamlToken ScanVersion(int start)
    {
        var from = At;
        while (Current is (>= '0' and <= '9') or '.')
        {
            Skip();
        }

        var version = Text.Substring(from, At - from);
        var dot = version.IndexOf('.');
        if (dot is < 1 or > 2 || version.Length - dot - 1 is < 1 or > 2 || version.IndexOf('.', dot + 1) >= 0)
        {
            Fail(start, "malformed %YAML directive");
        }

        var isKnown = dot > 0 && version.Substring(0, dot).TrimStart('0') == "1" && version.Substring(dot + 1).TrimStart('0') == "1";
        return new YamlToken(YamlTokenKind.VersionDirective, start, At, isKnown ? "1.1" : version);
    }

    private YamlToken ScanTagDirective(int start)
    {
        var handle = ScanTagHandle(start);
        if (handle is not "!" && !(handle.Length > 1 && handle[handle.Length - 1] == '!'))
        {
            Fail(start, "malformed %TAG directive");
        }

        if (!IsBlank(Current))
        {
            Fail(start, "malformed %TAG directive");
        }

        SkipBlanks();
        var prefix = ScanTagUri("", start);
        if (prefix.Length == 0 || !IsBlankOrEnd(Current))
        {
            Fail(start, "malformed %TAG directive");
        }

        return new YamlToken(YamlTokenKind.TagDirective, start, At, prefix, handle);
    }

    private void ScanAnchor(YamlTokenKind kind)
    {
        var start = At;
        Skip();
        var name = ScanWord();
        if (name.Length == 0 || !(IsBlankOrEnd(Current) || Current is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
        {
            // YAML 1.2 allows nearly every character.
            Fail(start, $"the name of an {(kind == YamlTokenKind.Alias ? "alias" : "anchor")} is letters, digits, '-' and '_'; quote a value that starts with '{Text[start]}'", isDialect: !IsBlankOrEnd(Current));
            return;
        }

        Add(new YamlToken(kind, start, At, name));
    }

    private void ScanTag()
    {
        var start = At;
        string handle;
        string suffix;
        if (Peek(1) == '<')
        {
            Skip(2);
            handle = "";
            suffix = ScanTagUri("", start);
            if (suffix.Length == 0 || Current != '>')
            {
                Fail(start, "malformed tag");
                return;
            }

            Skip();
        }
        else
        {
            handle = ScanTagHandle(start);
            if (handle.Length > 1 && handle[handle.Length - 1] == '!')
            {
                suffix = ScanTagUri("", start);
                if (suffix.Length == 0)
                {
                    Fail(start, "malformed tag");
                }
            }
            else
            {
                suffix = ScanTagUri(handle.Length > 1 ? handle.Substring(1) : "", start);
                handle = "!";
                if (suffix.Length == 0)
                {
                    (handle, suffix) = ("", "!");
                }
            }
        }

        if (!IsBlankOrEnd(Current))
        {
            Fail(start, "malformed tag; quote a value that starts with '!'");
            return;
        }

        Add(new YamlToken(YamlTokenKind.Tag, start, At, suffix, handle));
    }

    private string ScanTagHandle(int start)
    {
        if (Current != '!')
        {
            Fail(start, "malformed tag");
            return "";
        }

        var from = At;
        Skip();
        ScanWord();
        if (Current == '!')
        {
            Skip();
        }

        return Text.Substring(Math.Min(from, At), Math.Max(0, At - from));
    }

    private string ScanTagUri(string head, int start)
    {
        var uri = new StringBuilder(head);
        while (IsWord(Current) || Current is ';' or '/' or '?' or ':' or '@' or '&' or '=' or '+' or '$' or ',' or '.' or '!' or '~' or '*' or '\'' or '(' or ')' or '[' or ']' or '%')
        {
            if (Current != '%')
            {
                uri.Append(Current);
                Skip();
                continue;
            }

            if (HexDigit(Peek(1)) < 0 || HexDigit(Peek(2)) < 0)
            {
                Fail(start, "malformed tag");
                break;
            }

            uri.Append((char)((HexDigit(Peek(1)) << 4) + HexDigit(Peek(2))));
            Skip(3);
        }

        return uri.ToString();
    }

    private string ScanWord()
    {
        var from = At;
        while (IsWord(Current))
        {
            Skip();
        }

        return Text.Substring(from, At - from);
    }
}
