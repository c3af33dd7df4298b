namespace SvcLint.Cli.Tests;

/// <summary>A temporary folder of a test; gone when the test is.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("svclint-test-").FullName;

    public string this[string path] => Path.Combine(Folder, path);

    public Scratch Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], content);
        return this;
    }

    public string Read(string path) => File.ReadAllText(this[path]);

    public Scratch Git(params string[] words)
    {
        var run = Tool.Start("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", .. words], Folder);
        Assert.True(run.Status == 0, $"git {string.Join(' ', words)}: {run.Error}");
        return this;
    }

    /// <summary>Makes the folder a repository and commits everything in it.</summary>
    public Scratch Commit() => (Directory.Exists(this[".git"]) ? this : Git("init", "-q")).Git("add", "-A").Git("commit", "-q", "--allow-empty", "-m", "change");

    /// <summary>Runs svclint in the folder.</summary>
    public Run Lint(params string[] words) => Tool.Svclint(Folder, null, words);

    public Run LintInput(string input, params string[] words) => Tool.Svclint(Folder, input, words);

    public void Dispose()
    {
        // Git makes its objects read-only.
        foreach (var file in Directory.EnumerateFiles(Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(Folder, recursive: true);
    }
}
