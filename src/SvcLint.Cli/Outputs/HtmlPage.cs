using System.Text;
using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// One file that needs nothing else: no request goes anywhere, everything can be read without script. Script only filters what is there.
/// </summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _body = new();
    private readonly string _title;
    private readonly List<(string Id, string Title)> _sections = [];

    public HtmlPage(string title) => _title = title;

    public HtmlPage Section(string id, string title)
    {
        if (_sections.Count > 0)
        {
            _body.Append("</section>\n");
        }

        _sections.Add((id, title));
        _body.Append($"<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{Escaped.Html(title)}</h2>\n");
        return this;
    }

    /// <summary>Markup of the tool's own, with every text of the input escaped.</summary>
    public HtmlPage Raw(string html)
    {
        _body.Append(html);
        return this;
    }

    public HtmlPage Paragraph(string text) => Raw($"<p>{Escaped.Html(text)}</p>\n");

    /// <summary>Numbers in a row.</summary>
    public HtmlPage Facts(params (string Name, int Value)[] facts) =>
        Raw($"<ul class=\"facts\">{string.Concat(facts.Select(f => $"<li><b>{f.Value}</b> {Escaped.Html(f.Value == 1 ? One(f.Name) : f.Name)}</li>"))}</ul>\n");

    private static string One(string name) => name switch { "policies" => "policy", "ways from outside" => "way from outside", _ => name.TrimEnd('s') };

    public HtmlPage Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.Append($"<div class=\"wide\"><table><caption>{Escaped.Html(caption)}</caption><thead><tr>{string.Concat(columns.Select(c => c.Length == 0 ? "<td></td>" : $"<th scope=\"col\">{Escaped.Html(c)}</th>"))}</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            // What has no title is the state of the row.
            _body.Append($"<tr class=\"find\">{string.Concat(row.Select((c, i) => columns[i].Length == 0 ? $"<td class=\"state {Escaped.Html(c)}\">{Escaped.Html(c)}</td>" : $"<td>{Escaped.Html(c)}</td>"))}</tr>\n");
        }

        return Raw("</tbody></table></div>\n");
    }

    /// <summary>Something that opens when it is clicked, or by the keyboard.</summary>
    public HtmlPage Details(string summary, string look, string html, bool isOpen = false) =>
        Raw($"<details class=\"find\"{(isOpen ? " open" : "")}><summary><span class=\"state {look}\">{Escaped.Html(look)}</span> {Escaped.Html(summary)}</summary>{html}</details>\n");

    public override string ToString()
    {
        var links = string.Concat(_sections.Select(s => $"<a href=\"#{s.Id}\">{Escaped.Html(s.Title)}</a>"));
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <title>{{Escaped.Html(_title)}}</title>
            <link rel="icon" href="data:,">
            <style>{{Style}}{{ReachMap.Style}}</style>
            </head>
            <body>
            <header><h1>{{Escaped.Html(_title)}}</h1><nav aria-label="Sections">{{links}}</nav><div class="tools" hidden><label>Search <input id="search" type="search" placeholder="name, port, file"></label><button id="theme" type="button">Light or dark</button><span id="count" role="status"></span></div></header>
            <main>
            {{_body}}</section>
            </main>
            <footer>Made by svclint {{Escaped.Html(ToolVersion.Text)}}. This file sends nothing anywhere.</footer>
            <script>{{Script}}</script>
            </body>
            </html>

            """;
    }

    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2733;--soft:#4d6072;--page:#fff;--panel:#f4f6f8;--line:#c3ced9;--link:#1a5c96;--good:#156239;--bad:#a3211c;--maybe:#7a5500}
        @media(prefers-color-scheme:dark){:root:not([data-theme=light]){--ink:#e3e9ef;--soft:#a9b7c4;--page:#12181f;--panel:#1b242d;--line:#3a4856;--link:#86bdf0;--good:#7fd3a3;--bad:#ff9d96;--maybe:#e9c46a}}
        :root[data-theme=dark]{color-scheme:dark;--ink:#e3e9ef;--soft:#a9b7c4;--page:#12181f;--panel:#1b242d;--line:#3a4856;--link:#86bdf0;--good:#7fd3a3;--bad:#ff9d96;--maybe:#e9c46a}
        :root[data-theme=light]{color-scheme:light}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}header,main,footer{max-width:1200px;margin:auto;padding:12px 20px}
        h1{font-size:1.4rem;margin:.2em 0}h2{font-size:1.1rem;border-bottom:1px solid var(--line);margin:18px 0 10px}header{padding-bottom:0}main{padding-top:0}code{overflow-wrap:anywhere}nav a{margin-right:16px}a{color:var(--link)}
        .tools{margin:10px 0}.tools[hidden]{display:none}input::placeholder{color:var(--soft);opacity:1}input,button{color:var(--ink);background:var(--panel);border:1px solid var(--soft);border-radius:5px}input{font:inherit;padding:4px 8px;min-width:16em}button{font:inherit;padding:4px 10px;margin:0 10px}
        .facts{display:flex;flex-wrap:wrap;gap:10px;list-style:none;padding:0}.facts li{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:6px 14px}
        table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--soft);padding:6px 0}th{white-space:nowrap}th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:4px 8px;overflow-wrap:break-word}.wide{overflow-x:auto}
        details{border:1px solid var(--line);border-radius:6px;margin:6px 0;background:var(--panel)}summary{cursor:pointer;padding:6px 10px}details>*:not(summary){margin:6px 14px}
        .state{font-weight:600}.state.works,.added,.info{color:var(--good)}.state.blocked,.removed,.state.error,.state.no,.state.wrong{color:var(--bad)}.state.some,.state.for,.state.unknown,.changed,.state.warning{color:var(--maybe)}td.state{white-space:nowrap;overflow-wrap:normal}
        pre{overflow:auto;background:var(--page);border:1px solid var(--line);padding:8px}mark{background:#ffe9a8;color:#1c2733}
        .map{overflow:auto;border:1px solid var(--line);border-radius:6px;background:var(--page)}.map a:hover .box,.map a:focus-visible .box{stroke:var(--link);stroke-width:3}h3{font-size:1rem;margin:14px 0 4px}:target{outline:3px solid var(--link);outline-offset:4px}.off{display:none}footer{color:var(--soft)}:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        @media print{:root:root:root{color-scheme:light;--ink:#000;--soft:#333;--page:#fff;--panel:#fff;--line:#999;--link:#1a5c96;--good:#156239;--bad:#a3211c;--maybe:#7a5500}@page{margin:14mm}body{font-size:10pt}header,main,footer{max-width:none;padding:0}.tools,nav{display:none}
        h2,h3,summary,caption{break-after:avoid}tr,pre,.facts{break-inside:avoid}thead{display:table-header-group}.wide,.map,pre{overflow:visible}th{white-space:normal}td,th,pre,summary{overflow-wrap:anywhere;white-space:pre-wrap}td.state{white-space:normal}details::details-content{content-visibility:visible;display:block}.map svg{max-width:100%;height:auto;max-height:190mm}details{box-decoration-break:clone}a{color:inherit;text-decoration:none}}
        """;

    private const string Script = """
        (function(){var d=document,t=d.querySelector('.tools'),s=d.getElementById('search'),c=d.getElementById('count'),r=d.documentElement,all=[].slice.call(d.querySelectorAll('.find'));
        t.hidden=false;
        function find(){var q=s.value.toLowerCase(),n=0;all.forEach(function(e){var on=!q||e.textContent.toLowerCase().indexOf(q)>=0;e.classList.toggle('off',!on);if(on)n++});c.textContent=q?n+' of '+all.length+' shown':''}
        s.addEventListener('input',find);
        d.addEventListener('keydown',function(e){if(e.key==='/'&&d.activeElement!==s){e.preventDefault();s.focus()}else if(e.key==='Escape'&&d.activeElement===s){s.value='';find();s.blur()}});
        d.getElementById('theme').addEventListener('click',function(){var dark=r.dataset.theme?r.dataset.theme==='dark':matchMedia('(prefers-color-scheme: dark)').matches;r.dataset.theme=dark?'light':'dark'});
        [].forEach.call(d.querySelectorAll('a[href^="#service"]'),function(a){a.addEventListener('click',function(){var x=d.getElementById(decodeURIComponent(a.getAttribute('href').slice(1)));x=x&&x.closest('details');if(x){x.classList.remove('off');x.open=true}})});
        addEventListener('beforeprint',function(){[].forEach.call(d.querySelectorAll('details'),function(x){x.open=true})});})();
        """;
}
