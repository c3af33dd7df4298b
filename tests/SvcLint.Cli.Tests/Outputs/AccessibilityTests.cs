using System.Text.RegularExpressions;

namespace SvcLint.Cli.Tests.Outputs;

/// <summary>What a screen reader, a keyboard and weak eyes need of a page, asked of a browser that shows it, in its light and its dark colors.</summary>
public sealed class AccessibilityTests
{
    private const string Browser = "/usr/bin/chromium";

    // Names, headings, landmarks, tab order, unique ids, contrast of 4.5 to 1 and nothing that makes the page scroll sideways.
    private const string Check = """
        <script>addEventListener('load',function(){
        var d=document,bad=[];function say(t){bad.push(t)}
        d.querySelectorAll('details').forEach(function(x){x.open=true});
        function name(e){return (e.getAttribute('aria-label')||e.textContent||'').trim()||(e.labels&&e.labels.length?e.labels[0].textContent.trim():'')}
        d.querySelectorAll('a[href],button,input,summary,[tabindex],svg').forEach(function(e){if(!name(e))say('no name: '+e.outerHTML.slice(0,80))});
        ['header','main','footer','nav','h1'].forEach(function(t){if(d.querySelectorAll('body>'+t+',body>header>'+t).length!==1)say('not one '+t)});
        var level=1;d.querySelectorAll('h1,h2,h3,h4').forEach(function(h){var n=+h.tagName[1];if(n>level+1)say('heading jumps: '+h.textContent);level=n});
        d.querySelectorAll('[tabindex]').forEach(function(e){if(+e.getAttribute('tabindex')>0)say('tab order: '+e.outerHTML.slice(0,60))});
        var ids={};d.querySelectorAll('[id]').forEach(function(e){if(ids[e.id])say('id twice: '+e.id);ids[e.id]=1});
        d.querySelectorAll('a[href^="#"]').forEach(function(a){if(!d.getElementById(decodeURIComponent(a.getAttribute('href').slice(1))))say('leads nowhere: '+a.getAttribute('href'))});
        d.querySelectorAll('th').forEach(function(t){if(!t.getAttribute('scope')||!t.textContent)say('table head without scope')});
        d.querySelectorAll('section').forEach(function(s){if(!d.getElementById(s.getAttribute('aria-labelledby')))say('section without name')});
        if(!d.documentElement.lang)say('no language');
        if(d.documentElement.scrollWidth>innerWidth+1)say('scrolls sideways');
        function light(c){return c.map(function(v){v/=255;return v<=.03928?v/12.92:Math.pow((v+.055)/1.055,2.4)}).reduce(function(s,v,i){return s+v*[.2126,.7152,.0722][i]},0)}
        function rgb(t){var m=/rgba?\(([^)]*)\)/.exec(t);if(!m)return null;var p=m[1].split(',').map(Number);return p.length>3&&p[3]<1?null:p.slice(0,3)}
        function ground(e){for(;e;e=e.parentElement){var c=rgb(getComputedStyle(e).backgroundColor);if(c)return c}return [255,255,255]}
        d.querySelectorAll('body *').forEach(function(e){
          if(!e.getClientRects().length||![].some.call(e.childNodes,function(n){return n.nodeType===3&&n.data.trim()})||/SCRIPT|STYLE|TITLE/i.test(e.tagName))return;
          var s=getComputedStyle(e),ink=rgb(e.namespaceURI.indexOf('svg')>0?s.fill:s.color);if(!ink)return;
          var a=light(ink),b=light(ground(e)),r=(Math.max(a,b)+.05)/(Math.min(a,b)+.05);
          if(r<4.5)say('contrast '+r.toFixed(1)+': '+e.tagName+' '+e.textContent.slice(0,30))});
        d.querySelectorAll('summary,a[href],button,input').forEach(function(e){e.focus&&e.focus();if(d.activeElement!==e)say('no keyboard: '+e.outerHTML.slice(0,60))});
        var p=d.createElement('p');p.id='verdict';p.textContent=bad.length?'BAD '+bad.slice(0,12).join(' | '):'fine';d.body.appendChild(p)});</script>
        """;

    [SkippableTheory]
    [InlineData("reach", "light")]
    [InlineData("reach", "dark")]
    [InlineData("lint", "light")]
    [InlineData("lint", "dark")]
    [InlineData("diff", "light")]
    [InlineData("diff", "dark")]
    [InlineData("matrix", "light")]
    [InlineData("matrix", "dark")]
    public void A_page_can_be_used_by_everybody(string command, string theme)
    {
        Skip.IfNot(File.Exists(Browser), $"there is no {Browser}");
        using var scratch = new Scratch();
        scratch.Write("before/a.yaml", Manifests.Both("web", "http", "http") + ReportTests.Many(4))
            .Write("after/a.yaml", Manifests.Both("web", "htpp", "http") + ReportTests.Many(command == "matrix" ? 64 : 4).Replace("port: 8080 }] }] }", "port: 8081 }] }] }", StringComparison.Ordinal));
        string[] words = command switch { "diff" => ["diff", "before", "after"], "lint" => ["lint", "after", "--fail-on", "never"], _ => ["reach", "after"] };
        var page = scratch.Lint([.. words, "--format", "html"]).Output;
        scratch.Write("page.html", page.Replace("<html lang=\"en\">", $"<html lang=\"en\" data-theme=\"{theme}\">", StringComparison.Ordinal).Replace("</body>", Check + "</body>", StringComparison.Ordinal));

        var run = Tool.Start(Browser, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--window-size=1280,900", "--virtual-time-budget=5000", "--enable-logging=stderr", "--user-data-dir=" + scratch["profile"], "--dump-dom", "file://" + scratch["page.html"]], scratch.Folder);

        Assert.Equal(0, run.Status);
        Assert.DoesNotContain("CONSOLE", run.Error);
        Assert.Equal("fine", Regex.Match(run.Output, "<p id=\"verdict\">([^<]*)</p>").Groups[1].Value);
    }

    /// <summary>On paper the page is light whatever the screen is, without controls, all of it open and nothing wider than the sheet.</summary>
    [SkippableTheory]
    [InlineData("reach")]
    [InlineData("matrix")]
    [InlineData("diff")]
    public void A_page_prints_light_and_whole(string command)
    {
        Skip.IfNot(File.Exists(Browser), $"there is no {Browser}");
        using var scratch = new Scratch();
        scratch.Write("before/a.yaml", Manifests.Both("web", "http", "http") + ReportTests.Many(4)).Write("after/a.yaml", Manifests.Both("web", "htpp", "http") + ReportTests.Many(command == "matrix" ? 64 : 4));
        var page = scratch.Lint([.. command == "diff" ? ["diff", "before", "after"] : new[] { "reach", "after" }, "--format", "html"]).Output;

        // The rules of paper, and a screen as wide as a sheet, on which a person likes it dark.
        var paper = page.Replace("@media print{", "@media all{", StringComparison.Ordinal).Replace("@media(prefers-color-scheme:dark)", "@media all", StringComparison.Ordinal);
        scratch.Write("page.html", paper.Replace("</body>", """
            <script>addEventListener('load',function(){var d=document,bad=[];
            if(getComputedStyle(d.body).backgroundColor!=='rgb(255, 255, 255)'||getComputedStyle(d.body).color!=='rgb(0, 0, 0)')bad.push('not light');
            d.querySelectorAll('.tools,nav').forEach(function(e){if(e.getClientRects().length)bad.push('control')});
            d.querySelectorAll('details:not([open])>*').forEach(function(e){if(!e.getClientRects().length)bad.push('closed')});
            if(d.documentElement.scrollWidth>innerWidth+1)bad.push('wider than the sheet');
            d.querySelectorAll('.wide,.map,pre').forEach(function(e){if(e.scrollWidth>e.clientWidth+1)bad.push('cut: '+e.className+e.tagName)});
            var p=d.createElement('p');p.id='verdict';p.textContent=bad.join(' | ')||'fine';d.body.appendChild(p)});</script></body>
            """, StringComparison.Ordinal));

        var run = Tool.Start(Browser, ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=720,1000", "--virtual-time-budget=5000", "--user-data-dir=" + scratch["profile"], "--dump-dom", "file://" + scratch["page.html"]], scratch.Folder);

        Assert.Equal("fine", Regex.Match(run.Output, "<p id=\"verdict\">([^<]*)</p>").Groups[1].Value);
    }

    /// <summary>A click on a Service of the map opens what is said of it, with the finding's lines; without script it is there, too.</summary>
    [SkippableFact]
    public void A_Service_of_the_map_leads_to_who_reaches_it_and_to_its_findings()
    {
        Skip.IfNot(File.Exists(Browser), $"there is no {Browser}");
        using var scratch = new Scratch();
        scratch.Write("k8s/a.yaml", Manifests.Both("web", "htpp", "http"));
        var page = scratch.Lint("reach", "k8s", "--format", "html").Output;
        var target = Regex.Match(page, "<a href=\"#(service0-[^\"]*)\"").Groups[1].Value;
        Assert.NotEqual("", target);
        var details = page[page.LastIndexOf("<details", page.IndexOf($"id=\"{target}\"", StringComparison.Ordinal), StringComparison.Ordinal)..];
        details = details[..details.IndexOf("</details>", StringComparison.Ordinal)];
        Assert.Contains("[SVC2002]", details);
        Assert.Contains("<mark>", details);
        scratch.Write("page.html", page.Replace("</body>", "<script>addEventListener('load',function(){document.querySelector('svg a').dispatchEvent(new MouseEvent('click',{bubbles:true}))})</script></body>", StringComparison.Ordinal));

        var run = Tool.Start(Browser, ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--user-data-dir=" + scratch["profile"], "--dump-dom", "file://" + scratch["page.html"]], scratch.Folder);

        Assert.Matches(new Regex("<details class=\"find\" open=\"\">.{0,200}wrong port"), run.Output);
    }
}
