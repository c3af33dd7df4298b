using System.Text.RegularExpressions;

namespace SvcLint.Cli.Tests.Security;

/// <summary>What SECURITY.md promises is held by the tests that it names.</summary>
public sealed class PromiseTests
{
    [Fact]
    public void Every_promise_names_tests_that_exist()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "SECURITY.md"));
        var promised = page[page.IndexOf("## What is promised", StringComparison.Ordinal)..page.IndexOf("## What is not promised", StringComparison.Ordinal)];
        var promises = Regex.Matches(promised, @"(?ms)^\*\*(.+?)\*\*(.*?)(?=^\*\*|\z)").Select(m => (Promise: m.Groups[1].Value, Text: m.Groups[2].Value)).ToArray();
        var sources = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/") && !f.Contains("/obj/")).ToLookup(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText);

        Assert.Equal(6, promises.Length);
        foreach (var (promise, text) in promises)
        {
            var named = Regex.Matches(text, "`([A-Za-z]+Tests)(?:\\.([A-Za-z_]+))?`").ToArray();
            Assert.True(named.Any(n => n.Groups[2].Success), $"names no test: {promise}");
            foreach (var name in named)
            {
                var method = name.Groups[2].Success ? $"    public void {name.Groups[2].Value}(" : $"class {name.Groups[1].Value}";
                Assert.True(sources[name.Groups[1].Value].Any(s => s.Contains(method, StringComparison.Ordinal)), $"no such test: {name.Value}");
            }
        }
    }
}
