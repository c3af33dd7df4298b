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
            var isName = name.Length > 0 && IsBlankOrEnd(Current);
            var reference = name.Length == 0 ? "could not find expected directive name" : isName ? "found unknown directive name" : "found unexpected non-alphabetical character";
            Fail(start, "no value can start with '%' in the first column; quote it", reference, isDialect: isName);
            return;
        }

        SkipBlanks();
        var token = name == "YAML" ? ScanVersion(start) : ScanTagDirective(start);
        SkipBlanks();
        SkipComment();
        if (!IsBreakOrEnd(Current))
        {
            Fail(start, $"malformed %{name} directive", "did not find expected comment or line break");
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
        var major = ScanVersionNumber(start);
        if (Current != '.')
        {
            Fail(start, "malformed %YAML directive", "did not find expected digit or '.' character");
        }

        Skip();
        var minor = ScanVersionNumber(start);
        return new YamlToken(YamlTokenKind.VersionDirective, start, At, $"{major}.{minor}");
    }

    private int ScanVersionNumber(int start)
    {
        var (number, length) = (0, 0);
        for (; Current is >= '0' and <= '9'; length++)
        {
            if (length == 2)
            {
                Fail(start, "malformed %YAML directive", "found extremely long version number");
                return 0;
            }

            number = (number * 10) + (Current - '0');
            Skip();
        }

        if (length == 0)
        {
            Fail(start, "malformed %YAML directive", "did not find expected version number");
        }

        return number;
    }

    private YamlToken ScanTagDirective(int start)
    {
        var handle = ScanTagHandle(start);
        if (handle is not "!" && !(handle.Length > 1 && handle[handle.Length - 1] == '!'))
        {
            Fail(start, "malformed %TAG directive", "did not find expected '!'");
        }

        if (!IsBlank(Current))
        {
            Fail(start, "malformed %TAG directive", "did not find expected whitespace");
        }

        SkipBlanks();
        var prefix = ScanTagUri("", start);
        if (prefix.Length == 0 || !IsBlankOrEnd(Current))
        {
            Fail(start, "malformed %TAG directive", prefix.Length == 0 ? "did not find expected tag URI" : "did not find expected whitespace or line break");
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
            Fail(start, $"the name of an {(kind == YamlTokenKind.Alias ? "alias" : "anchor")} is letters, digits, '-' and '_'; quote a value that starts with '{Text[start]}'", "did not find expected alphabetic or numeric character", isDialect: !IsBlankOrEnd(Current));
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
                Fail(start, "malformed tag", suffix.Length == 0 ? "did not find expected tag URI" : "did not find the expected '>'");
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
                    Fail(start, "malformed tag", "did not find expected tag URI");
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
            Fail(start, "malformed tag; quote a value that starts with '!'", "did not find expected whitespace or line break");
            return;
        }

        Add(new YamlToken(YamlTokenKind.Tag, start, At, suffix, handle));
    }

    private string ScanTagHandle(int start)
    {
        if (Current != '!')
        {
            Fail(start, "malformed tag", "did not find expected '!'");
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
                Fail(start, "malformed tag", "did not find URI escaped octet");
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
