namespace SvcLint.CSharp;

/// <summary>
/// Tells texts that the parser might not survive: it guards its own stack in statements and expressions, but not in types, patterns and
/// directives. Strings and comments are counted like code: no file that people write comes near the limits.
/// </summary>
internal static class Nesting
{
    // A third of what half a megabyte of stack bears.
    private const int DeepestBrackets = 100;

    private const int LongestChain = 1000;

    public static bool IsTooDeep(string text)
    {
        var (brackets, angles, chain, directives) = (0, 0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(' or '[' or '{':
                    brackets++;
                    break;
                case ')' or ']' or '}':
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case '<':
                    angles++;
                    break;
                case '>':
                    angles = Math.Max(0, angles - 1);
                    break;
                case '.' or ':':
                case 'n' when string.CompareOrdinal(text, i, "not", 0, 3) == 0:
                    chain++;
                    break;
                case '#' when string.CompareOrdinal(text, i, "#if", 0, 3) == 0:
                    directives++;
                    break;
            }

            if (brackets > DeepestBrackets || angles > DeepestBrackets || chain > LongestChain || directives > LongestChain)
            {
                return true;
            }

            if (text[i] is ';' or '{' or '}')
            {
                (angles, chain) = (0, 0);
            }
            else if (text[i] == ',')
            {
                chain = 0;
            }
        }

        return false;
    }
}
