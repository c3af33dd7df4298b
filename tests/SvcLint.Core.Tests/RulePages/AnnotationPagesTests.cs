namespace SvcLint.Core.Tests.RulePages;

public sealed class AnnotationPagesTests
{
    [Fact]
    public void The_pages_show_the_catalogue()
    {
        var pages = AnnotationPages.All();
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            Directory.CreateDirectory(AnnotationPages.Folder);
            foreach (var (name, text) in pages)
            {
                File.WriteAllText(Path.Combine(AnnotationPages.Folder, name), text);
            }
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(AnnotationPages.Folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        Assert.All(pages, p => Assert.Equal(p.Value, File.ReadAllText(Path.Combine(AnnotationPages.Folder, p.Key))));
    }
}
