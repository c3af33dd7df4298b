using CsCheck;
using SvcLint.Charts.Templates;
using SvcLint.Core.Tests.Fuzz;
using static SvcLint.Charts.Tests.Templates.Rendering;

namespace SvcLint.Charts.Tests.Templates;

public class TemplateFuzzTests
{
    private static readonly string[] Tokens =
    [
        "{{", "}}", "{{-", "-}}", " ", "\n", "if", "else", "end", "range", "with", "define", "\"t\"", "template", "include", "tpl", "block", "break", "continue", ".", ".Values", ".Values.a",
        "$", "$x", ":=", "=", ",", "|", "(", ")", "nil", "true", "1", "1.5", "'c'", "0x", "1e9", "`raw`", "\"q\\n\"", "\"", "/*", "*/", "printf", "\"%[3]*.[2]*[1]f\"", "index", "slice", "len",
        "eq", "and", "or", "call", "html", "js", "text", "\u00e9", "\ud83d\ude00", "\udc80", "%v", "<no value>",
    ];

    [Fact]
    public void No_template_crashes_and_every_error_has_a_place() => Gen.Int[0, Tokens.Length - 1].Array[0, 40].SampleSeeded(
        chosen =>
        {
            var template = string.Concat(chosen.Select(i => Tokens[i]));
            try
            {
                var text = RenderPieces(template, ("a", Scalar("x{{ .Values.a }}")));
                Assert.Equal(text.Value.Length, text.Pieces.Count == 0 ? 0 : text.Pieces[^1].End);
            }
            catch (TemplateException error)
            {
                Assert.InRange(error.Line, 1, template.Count(c => c == '\n') + 1);
            }
        },
        iter: 20_000);
}
