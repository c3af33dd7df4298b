using SvcLint.Charts.Templates;
using static SvcLint.Charts.Tests.Charts.ChartRendering;

namespace SvcLint.Charts.Tests.Functions;

public class FunctionTests
{
    private const string Values = "port: 8080\nbig: 5000000\nratio: 0.00001\nname: web-app\non: true\nempty: \"\"\nlist: [a, b, c]\nmap: {a: 1, b: {c: two}}\nnothing: null\n";

    private static readonly System.Text.Json.JsonSerializerOptions AsWritten = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("""{{ .Values.big }} {{ .Values.ratio }} {{ int .Values.big }} {{ toYaml .Values.big }}""", "5e+06 1e-05 5000000 5000000")]
    [InlineData("""{{ int "010" }} {{ int "08" }} {{ int "0x1F" }} {{ int "12.0" }} {{ atoi "010" }} {{ add 1.9 1 }}""", "8 0 31 12 10 2")]
    [InlineData("""[{{ cat "a" nil " b " }}]""", "[a  b ]")]
    [InlineData("""{{ round 2.5 0 }} {{ round 1.005 2 }} {{ floor 1.9 }} {{ divf 1 3 }} {{ mulf 0.1 3 }}""", "3 1 1 0.3333333333333333 0.3")]
    [InlineData("""{{ untilStep 0 10 3 }} {{ until 3 }} {{ seq 3 1 }}""", "[0 3 6 9] [0 1 2] 3 2 1")]
    [InlineData("""{{ snakecase "HTTPServer2xx" }} {{ camelcase "some_words" }} {{ kebabcase "GoPath" }} {{ title "it's ok" }}""", "http_server_2xx SomeWords go-path It'S Ok")]
    [InlineData("""{{ abbrev 8 "a long text" }} {{ initials "John Doe" }} {{ nospace " a b " }} {{ wrap 4 "aa bb cc" | quote }}""", "a lon... JD ab \"aa\\nbb\\ncc\"")]
    [InlineData("""{{ trunc 3 "abcdef" }} {{ trunc -3 "abcdef" }} {{ substr 1 3 "hello" }} {{ trimSuffix "-" "ab-" }} {{ replace "a" "xy" "aba" }}""", "abc def el ab xybxy")]
    [InlineData("""{{ quote nil }}{{ quote nil "a" 1.5 }} {{ squote "b" }} {{ cat nil "a" nil 3 }}""", "\"a\" \"1.5\" 'b' a 3")]
    [InlineData("""{{ default "d" .Values.empty }} {{ coalesce nil "" "x" }} {{ ternary "y" "n" true }} {{ empty .Values.nothing }}""", "d x y true")]
    [InlineData("""{{ has 1.0 (list 1.0 2) }} {{ has 1 (list 1.0) }} {{ uniq (list 1 1 2) }} {{ without (list 1 2 3) 2 }} {{ chunk 2 (list 1 2 3) }}""", "true false [1 2] [1 3] [[1 2] [3]]")]
    [InlineData("""{{ merge (dict "a" 0 "b" 1) (dict "a" 5 "b" 6) | toJson }}{{ mergeOverwrite (dict "a" 1) (dict "a" "") | toJson }}""", "{\"a\":5,\"b\":1}{\"a\":\"\"}")]
    [InlineData("""{{ dig "b" "c" "none" .Values.map }} {{ dig "b" "x" "none" .Values.map }} {{ pluck "a" .Values.map (dict "a" 2) }}""", "two none [1 2]")]
    [InlineData("""{{ regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W" }} {{ regexFindAll "[2,4,6,8]" "123456789" -1 }} {{ regexSplit "z+" "pizza" -1 }}""", "-W-xxW- [2 4 6 8] [pi a]")]
    [InlineData("""{{ regexMatch "(?i)^HELLO\\b" "hello world" }} {{ regexMatch "[" "x" }} {{ regexFind "\\pL+" "12äé3" }}""", "true false äé")]
    [InlineData("""{{ semverCompare ">=1.19.0" "v1.27.3-gke.1" }} {{ semverCompare ">=1.19.0-0" "v1.27.3-gke.1" }} {{ semverCompare "~1.2 || ^3" "3.4.5" }} {{ (semver "1.2.3-a+b").Prerelease }}""", "false true true a")]
    [InlineData("""{{ b64enc "ab" }} {{ b64dec "YWI=" }} {{ b64dec "?" }} {{ b32enc "ab" }}""", "YWI= ab illegal base64 data at input byte 0 MFRA====")]
    [InlineData("""{{ sha1sum "a" }} {{ adler32sum "a" }}""", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 6422626")]
    [InlineData("""{{ sha256sum "a" }}""", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb")]
    [InlineData("""{{ dateInZone "2006-01-02 15:04" 1600000000 "UTC" }} {{ duration "95" }} {{ durationRound "26h" }} {{ htmlDate (toDate "02/01/2006" "31/12/2020") }}""", "2020-09-13 12:26 1m35s 1d 2020-12-31")]
    [InlineData("""{{ base "a/b.c" }} {{ dir "a/b.c" }} {{ clean "a/../b//c" }} {{ ext "x.tar.gz" }} {{ isAbs "/a" }}""", "b.c a b/c .gz true")]
    [InlineData("""{{ urlJoin (urlParse "https://u:p@h:8/p q?x=1#f") }} {{ (urlParse "http://[::1]:80/").hostname }}""", "https://u:p@h:8/p%20q?x=1#f ::1")]
    [InlineData("""{{ typeOf .Values }} {{ kindOf .Values.port }} {{ typeOf (list) }} {{ kindIs "map" .Values.map }}""", "chartutil.Values float64 []interface {} true")]
    [InlineData("""{{ toToml (dict "a" 1 "b" (dict "c" (list 1 2)) "f" .Values.big) }}""", "a = 1\nf = 5e+06\n\n[b]\n  c = [1, 2]\n")]
    [InlineData("""{{ (fromToml "a = 1\n[b]\nc = 'x'").b.c }} {{ (fromToml "a").Error }}""", "x toml: line 1: unexpected EOF; expected key separator '='")]
    [InlineData("""{{ fromJson "{\"a\":[1,true]}" }} {{ (fromJson "{").Error }} {{ fromJsonArray "[1" }}""", "map[a:[1 true]] unexpected end of JSON input [unexpected end of JSON input]")]
    [InlineData("""{{ (fromYaml "a: b: c").Error }}""", "error converting YAML to JSON: yaml: mapping values are not allowed in this context")]
    [InlineData("""{{ derivePassword 1 "long" "password" "user" "example.com" }}""", "ZedaFaxcZaso9*")]
    [InlineData("""{{ randAlphaNum 5 | len }} {{ uuidv4 | len }} {{ lookup "v1" "Secret" "a" "b" }} {{ regexMatch "BEGIN CERT" (genCA "x" 3).Cert }}""", "5 36 map[] true")]
    [InlineData("""{{ decryptAES "secretkey" "30tEfhuJSVRhpG97XCuWgz2okj7L8vQ1s6V9zVUPeDQ=" }} {{ encryptAES "k" "text" | decryptAES "k" }}""", "plaintext text")]
    [InlineData("""{{ fromYaml "null" | toYaml }}{{ fromJson "null" | toYaml }}{{ fromYamlArray "#" | toJson }}{{ fromJsonArray "null" | toJson }}""", "{}null[]null")]
    [InlineData("""{{ (fromJson "é").Error }}""", "invalid character 'Ã' looking for beginning of value")]
    [InlineData("""{{ (fromYaml "%x").Error }} {{ (fromYaml "% x").Error }}""", "error converting YAML to JSON: yaml: found unknown directive name error converting YAML to JSON: yaml: could not find expected directive name")]
    [InlineData("""{{ (fromToml "%=1").Error }} {{ (fromToml "[]").Error }} {{ (fromToml "é = 1").Error }}""", "toml: line 1: expected '.' or '=', but got '%' instead toml: line 1: unexpected end of table name (table names cannot be empty) toml: line 1: expected '.' or '=', but got 'é' instead")]
    [InlineData("""{{ toToml (dict "a" (semver "1.2.3")) }}{{ b32dec "MFRGGZDFM" }}""", "a = \"1.2.3\"\nillegal base32 data at input byte 8")]
    [InlineData("""{{ print .Capabilities | trunc 4 }} {{ trunc 2 (printf "%v" .Capabilities.KubeVersion) }}""", "&{{v {v")]
    [InlineData("""{{ printf "%+v" .Chart | trunc 16 }} {{ printf "%#v" .Chart | trunc 68 }} {{ printf "%q" .Chart | trunc 3 }}""", "{Metadata:{Name: struct { chart.Metadata; IsRoot bool }{Metadata:chart.Metadata{Name: {{\"")]
    [InlineData("""{{ $_ := set .Values "global" .Values }}{{ set .Values "again" .Values | len }} {{ .Values.global.again.name }}""", "11 web-app")]
    public void Writes_what_Helm_writes(string template, string expected) => Assert.Equal(expected, Template(template, Values));

    [Theory]
    [InlineData("""{{ first 1 }}""", "error calling first: Cannot find first on type int")]
    [InlineData("""{{ div 1 0 }}""", "error calling div: runtime error: integer divide by zero")]
    [InlineData("""{{ repeat -1 "a" }}""", "error calling repeat: strings: negative Repeat count")]
    [InlineData("""{{ regexFind "(a" "a" }}""", "error calling regexFind: regexp: Compile(`(a`): error parsing regexp: missing closing ): `(a`")]
    [InlineData("""{{ mustRegexFind "a**" "a" }}""", "error calling mustRegexFind: error parsing regexp: invalid nested repetition operator: `**`")]
    [InlineData("""{{ semverCompare ">=x.y" "1.0.0" }}""", "error calling semverCompare: improper constraint: \">=x.y\"")]
    [InlineData("""{{ upper .Values.port }}""", "wrong type for value; expected string; got float64")]
    [InlineData("""{{ dig "a" "b" .Values }}""", "error calling dig: interface conversion: interface {} is chartutil.Values, not map[string]interface {}")]
    [InlineData("""{{ mustToDate "2006-01-02" "2020-13-01" }}""", "error calling mustToDate: parsing time \"2020-13-01\": month out of range")]
    [InlineData("""{{ substr 3 1 "hello" }}""", "error calling substr: runtime error: slice bounds out of range [3:1]")]
    [InlineData("""{{ mustToDate "2006" "a\té" }}""", "error calling mustToDate: parsing time \"a\\x09\\xc3\\xa9\" as \"2006\": cannot parse \"a\\x09\\xc3\\xa9\" as \"2006\"")]
    [InlineData("""{{ mustToDate "06-1-2" "-7" }}""", "error calling mustToDate: parsing time \"-7\" as \"06-1-2\": cannot parse \"\" as \"-\"")]
    [InlineData("""{{ len (semver "1.2.3") }}""", "error calling len: len of type semver.Version")]
    [InlineData("""{{ decryptAES "key" "YWJj" }}""", "error calling decryptAES: runtime error: slice bounds out of range [:16] with capacity 3")]
    [InlineData("""{{ decryptAES "key" "30tEfhuJSVRhpG97XCuWgz2okj7L8vQ1s6V9zVUPeDQ=" }}""", "error calling decryptAES: runtime error: slice bounds out of range [:-34]")]
    [InlineData("""{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ $d }}""", ">: value nests too deeply to print")]
    [InlineData("""{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ printf "%v" $d }}""", "error calling printf: value nests too deeply to print")]
    public void Fails_with_Go_s_words(string template, string expected) =>
        Assert.EndsWith(expected, Assert.Throws<TemplateException>(() => Template(template, Values)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{{ deepEqual $l $m }}""", "steps")]
    [InlineData("""{{ has $l (list $m) }}""", "steps")]
    [InlineData("""{{ without (list $l) $m }}""", "steps")]
    [InlineData("""{{ uniq (list $l $m) }}""", "steps")]
    [InlineData("""{{ eq $l $m }}""", "steps")]
    [InlineData("""{{ $l }}""", "steps")]
    [InlineData("""{{ print $l }}""", "steps")]
    [InlineData("""{{ quote $l }}""", "steps")]
    [InlineData("""{{ dict $l 1 }}""", "steps")]
    [InlineData("""{{ toStrings (list $l) }}""", "steps")]
    [InlineData("""{{ range until 1100 }}{{ $x = dict "a" $x }}{{ end }}{{ deepCopy (dict "a" $x) }}""", "values nest too deeply")]
    [InlineData("""{{ $x = dict }}{{ range until 11 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ deepCopy $x }}""", "steps")]
    [InlineData("""{{ splitList "" $text }}""", "steps")]
    [InlineData("""{{ join $text (until 100) }}""", "characters")]
    [InlineData("""{{ cat $text $text $text $text $text $text $text $text $text $text }}""", "characters")]
    [InlineData("""{{ quote $text $text $text $text $text $text $text $text $text $text }}""", "characters")]
    [InlineData("""{{ printf "%s%s%s%s%s%s%s%s%s%s" $text $text $text $text $text $text $text $text $text $text }}""", "characters")]
    [InlineData("""{{ printf "%999999d" (until 100) }}""", "characters")]
    [InlineData("""{{ split "" (repeat 10000 "a") | len }}""", "steps")]
    [InlineData("""{{ splitList "," (repeat 10000 "a,") | len }}""", "steps")]
    [InlineData("""{{ until 10000 | len }}""", "steps")]
    [InlineData("""{{ chunk 1 (until 2000) | len }}""", "steps")]
    [InlineData("""{{ regexSplit "," (repeat 10000 "a,") -1 | len }}""", "steps")]
    [InlineData("""{{ toJson (list $text $text $text $text) }}""", "characters")]
    [InlineData("""{{ $_ := set $x "x" $x }}{{ $_ := set $x "s" (repeat 3000 "a ") }}{{ toYaml $x }}""", "characters")]
    [InlineData("""{{ $_ := set $x "x" $x }}{{ $_ := set $x "s" (until 200) }}{{ toPrettyJson $x }}""", "s")]
    [InlineData("""{{ regexFindAll "a.*b|a" (repeat 2000 "a") -1 | len }}""", "steps")]
    public void Counts_what_it_makes_before_it_is_made(string template, string expected)
    {
        const string Shared = """{{ $l := list 1 }}{{ $m := list 1 }}{{ range until 22 }}{{ $l = list $l $l }}{{ $m = list $m $m }}{{ end }}{{ $x := dict }}{{ $text := repeat 900000 "x" }}""";
        var chart = new ChartLoader(3, []).Load([File("Chart.yaml", Metadata), File("templates/t.yaml", Shared + template)]);
        var settings = new RenderSettings { MaxSteps = 20_000, MaxOutput = 4_000_000 };
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<TemplateException>(() => ChartRenderer.Render(chart, GoMap.New(), new ReleaseOptions(), settings, []));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Theory]
    [InlineData("y", "\"y\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2020-01-31", "\"2020-01-31\"")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("- x", "'- x'")]
    [InlineData("it's", "it's")]
    [InlineData("x\ty", "\"x\\ty\"")]
    [InlineData(" x", "' x'")]
    [InlineData("", "\"\"")]
    [InlineData("a\nb", "|-\n  a\n  b")]
    [InlineData("a\n", "|\n  a")]
    public void Quotes_text_in_YAML_as_go_yaml_does(string text, string expected) =>
        Assert.Equal(expected, Template("{{ toYaml .Values.v }}", "v: " + System.Text.Json.JsonSerializer.Serialize(text, AsWritten)));

    [Fact]
    public void Escapes_what_lies_beyond_the_basic_plane() => Assert.Equal("\"\\U0001F600\"", Template("{{ toYaml .Values.v }}", "v: \U0001F600"));

    [Fact]
    public void Sorts_keys_naturally_and_folds_long_text() => Assert.Equal(
        "\"9\": x\n\"10\": x\na9: " + string.Concat(Enumerable.Repeat("word ", 15)) + "word\n  word",
        Template("{{ toYaml .Values }}", "a9: " + string.Join(" ", Enumerable.Repeat("word", 17)) + "\n10: x\n9: x\n"));

    [Fact]
    public void Knows_durations_in_Helm_4_alone()
    {
        Assert.Equal("5400 1.5 2h0m0s", Template("""{{ durationSeconds "1h30m" }} {{ durationHours 5400 }} {{ durationRoundTo "1h30m" "1h" }}""", helm: 4));
        Assert.Throws<TemplateException>(() => Template("""{{ durationSeconds "1h" }}"""));
    }

    [Fact]
    public void Says_nothing_of_the_world()
    {
        var text = Render([("templates/t.yaml", """{{ now | date "2006" }} {{ randAlphaNum 3 }} {{ getHostByName "example.com" }}""")])["shop/templates/t.yaml"];
        Assert.Equal(2, text.Pieces.Count(piece => piece.Origin.Kind == OriginKind.Unknown));
    }
}
