#:package Markdig
#:property PublishAot=false
// Makes the documentation site of README, docs and rules: plain pages without a script.
//
//   dotnet run tools/Site.cs -- FOLDER
//
// Exit status 1 when a link between the pages leads nowhere.

using System.Net;
using System.Text;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run tools/Site.cs -- FOLDER");
    return 2;
}

const string Repository = "https://github.com/svclint/svclint/blob/main/";
// The entry point's folder, not the caller's path: CI builds write paths as /_/.
var root = Path.GetDirectoryName((string)AppContext.GetData("EntryPointFileDirectoryPath")!)!;
var pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).Build();
string[] folders = ["docs", "rules"];
string[] sources =
[
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
    .. folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.md", SearchOption.AllDirectories)).Select(path => Path.GetRelativePath(root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
];
var pages = sources.ToDictionary(source => source, source => Markdown.Parse(File.ReadAllText(Path.Combine(root, source)), pipeline));
var broken = new List<string>();
foreach (var (source, document) in pages)
{
    foreach (var link in document.Descendants<LinkInline>())
    {
        link.Url = Resolve(source, link);
    }

    var title = document.Descendants<HeadingBlock>().First(heading => heading.Level == 1).Inline!.Descendants<LiteralInline>().Aggregate("", (text, literal) => text + literal.Content);
    var up = string.Concat(Enumerable.Repeat("../", source.Count(c => c == '/')));
    var target = Path.Combine(args[0], PageOf(source));
    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
    File.WriteAllText(target, Page(title, up, document.ToHtml(pipeline)), new UTF8Encoding(false));
}

foreach (var picture in Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.svg"))
{
    File.Copy(picture, Path.Combine(args[0], "docs", Path.GetFileName(picture)), overwrite: true);
}

broken.ForEach(Console.Error.WriteLine);
Console.WriteLine($"{pages.Count} pages");
return broken.Count > 0 ? 1 : 0;

// A page of the site, or the file in the repository.
string Resolve(string source, LinkInline link)
{
    var url = link.Url ?? "";
    if (url.Length == 0 || url.Contains("://", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal))
    {
        return url;
    }

    var (path, anchor) = url.IndexOf('#') is >= 0 and var at ? (url[..at], url[at..]) : (url, "");
    var file = path.Length == 0 ? source : Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(source)!, path))).Replace('\\', '/');
    file = pages.ContainsKey(file + "/README.md") ? file + "/README.md" : file;
    if (pages.TryGetValue(file, out var page))
    {
        if (anchor.Length > 1 && !page.Descendants<HeadingBlock>().Any(heading => heading.GetAttributes().Id == anchor[1..]))
        {
            broken.Add($"{source}: no heading {anchor} in {file}");
        }

        return (path.Length == 0 ? "" : Relative(source, PageOf(file))) + anchor;
    }

    if (!Path.Exists(Path.Combine(root, file)))
    {
        broken.Add($"{source}: {url} does not exist");
    }

    return link.IsImage && file.StartsWith("docs/", StringComparison.Ordinal) ? Relative(source, file) : Repository + file + anchor;
}

static string PageOf(string source)
{
    var page = Path.ChangeExtension(source, ".html");
    return Path.GetFileName(page) == "README.html" ? page[..^"README.html".Length] + "index.html" : page;
}

static string Relative(string from, string to) => Path.GetRelativePath(Path.GetDirectoryName("/" + from)!, "/" + to).Replace('\\', '/');

static string Page(string title, string up, string body) => $$"""
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{WebUtility.HtmlEncode(title == "svclint" ? title : title + " - svclint")}}</title>
    <style>
    :root { color-scheme: light dark; }
    body { font: 16px/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 56rem; padding: 0 1rem 3rem; }
    nav { border-bottom: 1px solid #8886; display: flex; flex-wrap: wrap; gap: 1.25rem; padding: .75rem 0; }
    pre { background: #8881; border-radius: 4px; overflow-x: auto; padding: .75rem; }
    code { font: 14px/1.45 ui-monospace, monospace; }
    table { border-collapse: collapse; display: block; overflow-x: auto; }
    td, th { border: 1px solid #8886; padding: .25rem .6rem; text-align: left; vertical-align: top; }
    thead:not(:has(th:not(:empty))) { display: none; }
    img { max-width: 100%; }
    </style>
    </head>
    <body>
    <nav><a href="{{up}}index.html">svclint</a><a href="{{up}}rules/index.html">Rules</a><a href="{{up}}docs/reach.html">Reach</a><a href="{{up}}docs/diagnose.html">Diagnose</a><a href="{{up}}CHANGELOG.html">Changes</a><a href="{{up}}CONTRIBUTING.html">Contribute</a></nav>
    <main>
    {{body}}</main>
    </body>
    </html>

    """;
