using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;

namespace SvcLint.Cli.Tests.Security;

/// <summary>Files are written whole or not at all, and only where the user meant.</summary>
public sealed class WritingTests
{
    private const string Wrong = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [10.1.2.3/8]\n  ports: [{port: 80}]\n";

    private static readonly string Right = Wrong.Replace("10.1.2.3/8", "10.0.0.0/8");

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_and_a_read_only_file_stay_as_they_are_and_are_named()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("target.txt", Wrong).Write("kept.yaml", Wrong.Replace("web", "kept"));
        File.CreateSymbolicLink(scratch["link.yaml"], "target.txt");
        File.SetUnixFileMode(scratch["kept.yaml"], UnixFileMode.UserRead);

        var run = scratch.Lint("--fix");

        Assert.Equal(Wrong, scratch.Read("target.txt"));
        Assert.Equal(Wrong.Replace("web", "kept"), scratch.Read("kept.yaml"));
        Assert.Contains("link.yaml: not repaired, it is a link", run.Error, StringComparison.Ordinal);
        Assert.Contains("kept.yaml: not repaired, it is read-only", run.Error, StringComparison.Ordinal);
        Assert.Contains("SVC4002", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void Permissions_stay_and_no_temporary_file_is_left()
    {
        Skip.If(OperatingSystem.IsWindows());
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        File.SetUnixFileMode(scratch["web.yaml"], Mode);

        scratch.Lint("--fix");

        Assert.Equal(Right, scratch.Read("web.yaml"));
        Assert.Equal(Mode, File.GetUnixFileMode(scratch["web.yaml"]));
        Assert.Equal(["web.yaml"], Directory.EnumerateFiles(scratch.Folder).Select(f => Path.GetFileName(f)));
    }

    [Theory]
    [InlineData("utf-8", false, "\n", true)]
    [InlineData("utf-8", true, "\r\n", false)]
    [InlineData("utf-16", true, "\r\n", true)]
    [InlineData("utf-16", false, "\n", false)]
    [InlineData("utf-16BE", true, "\n", false)]
    [InlineData("utf-16BE", false, "\r\n", true)]
    public void Encoding_byte_order_mark_and_line_ends_stay(string encoding, bool hasMark, string lineEnd, bool endsLine)
    {
        var to = Encoding.GetEncoding(encoding);
        byte[] Bytes(string text) => [.. hasMark ? to.GetPreamble() : [], .. to.GetBytes((endsLine ? text : text.TrimEnd('\n')).Replace("\n", lineEnd))];
        using var scratch = new Scratch();
        File.WriteAllBytes(scratch["web.yaml"], Bytes(Wrong));

        scratch.Lint("--fix");

        Assert.Equal(Bytes(Right), File.ReadAllBytes(scratch["web.yaml"]));
    }

    [Fact]
    public void Killed_at_any_moment_every_file_is_the_old_one_or_the_new_one()
    {
        const int Files = 60;
        using var scratch = new Scratch();
        var random = new Random(11);
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < Files; i++)
            {
                scratch.Write($"{i}.yaml", Wrong.Replace("web", $"web-{i}"));
            }

            var start = new ProcessStartInfo("dotnet", [Tool.Assembly, "--fix"]) { WorkingDirectory = scratch.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using (var process = Process.Start(start)!)
            {
                // Killed once a chance number of files is done; one that is faster has ended by itself.
                var done = random.Next(Files);
                while (!process.HasExited && Directory.EnumerateFiles(scratch.Folder, "*.yaml").Count(f => File.ReadAllText(f).Contains("10.0.0.0/8", StringComparison.Ordinal)) < done)
                {
                    Thread.Yield();
                }

                process.Kill();
                process.WaitForExit();
            }

            for (var i = 0; i < Files; i++)
            {
                Assert.Contains(scratch.Read($"{i}.yaml"), new[] { Wrong.Replace("web", $"web-{i}"), Right.Replace("web", $"web-{i}") });
            }
        }
    }

    /// <summary>A file without a name is written first: what is not done leaves nothing behind.</summary>
    [SkippableFact]
    public void Whoever_is_killed_leaves_no_temporary_file()
    {
        const int Files = 60;
        Skip.IfNot(OperatingSystem.IsLinux());
        using var scratch = new Scratch();
        var left = 0;
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < Files; i++)
            {
                scratch.Write($"{i}.yaml", Wrong.Replace("web", $"web-{i}"));
            }

            var start = new ProcessStartInfo("dotnet", [Tool.Assembly, "--fix"]) { WorkingDirectory = scratch.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            while (!process.HasExited && !scratch.Read($"{round}.yaml").Contains("10.0.0.0/8", StringComparison.Ordinal))
            {
                Thread.Yield();
            }

            process.Kill();
            process.WaitForExit();
            left += Directory.EnumerateFiles(scratch.Folder, "*.tmp").Count();
        }

        // One in six, at the moment between the name and the exchange, would be a rare chance; each time was the rule.
        Assert.InRange(left, 0, 2);
    }

    [SkippableFact]
    public void What_cannot_be_written_keeps_its_findings_and_the_reason_is_said()
    {
        Skip.IfNot(HasOtherUser(), "needs another user who may enter the folder of the tests");
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("sub/api.yaml", Wrong.Replace("web", "api"));
        Tool.Start("sh", ["-c", "chmod 755 . && chmod 777 sub && chmod 666 web.yaml && chown 12345:12345 sub/api.yaml"], scratch.Folder);

        var run = Tool.Start("setpriv", ["--reuid=12345", "--regid=12345", "--clear-groups", "env", "HOME=/tmp", "dotnet", Tool.Assembly, "--fix"], scratch.Folder);

        Assert.Equal(3, run.Status);
        Assert.Contains("repaired 1 file: sub/api.yaml", run.Error, StringComparison.Ordinal);
        Assert.Contains("web.yaml: not repaired, it cannot be replaced (permission denied)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", run.Error, StringComparison.Ordinal);
        Assert.Contains("SVC4002", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 warning in 2 objects", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Of_another_owner_permissions_would_mean_something_else()
    {
        Skip.IfNot(HasOtherUser(), "needs another user who may enter the folder of the tests");
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        Tool.Start("sh", ["-c", "chmod 777 . && chmod 4666 web.yaml"], scratch.Folder);

        var run = Tool.Start("setpriv", ["--reuid=12345", "--regid=12345", "--clear-groups", "env", "HOME=/tmp", "dotnet", Tool.Assembly, "--fix"], scratch.Folder);

        Assert.Equal(Wrong, scratch.Read("web.yaml"));
        Assert.Contains("web.yaml: not repaired, it belongs to somebody else", run.Error, StringComparison.Ordinal);
    }

    private static bool HasOtherUser() => OperatingSystem.IsLinux() && Environment.UserName == "root" && Tool.Exists("setpriv")
        && Tool.Start("setpriv", ["--reuid=12345", "--regid=12345", "--clear-groups", "test", "-r", Tool.Assembly], Path.GetTempPath()).Status == 0;

    /// <summary>As in a container that runs as the administrator on files of the runner's user.</summary>
    [SkippableFact]
    public void The_administrator_repairs_files_of_others_and_gives_them_back()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "only the administrator can give a file away");
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        Tool.Start("sh", ["-c", "chown 12345:12346 web.yaml && chmod 640 web.yaml"], scratch.Folder);

        scratch.Lint("--fix");

        Assert.Equal(Right, scratch.Read("web.yaml"));
        Assert.Equal("12345:12346 640", Tool.Start("stat", ["-c", "%u:%g %a", "web.yaml"], scratch.Folder).Output.Trim());
    }

    [SkippableFact]
    public void Extended_attributes_stay()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Tool.Exists("python3"));
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        Skip.If(Tool.Start("python3", ["-c", "import os; os.setxattr('web.yaml', 'user.kept', b'1')"], scratch.Folder).Status != 0, "the file system has no extended attributes");

        scratch.Lint("--fix");

        Assert.Equal(Right, scratch.Read("web.yaml"));
        Assert.Equal("['user.kept']", Tool.Start("python3", ["-c", "import os; print(os.listxattr('web.yaml'))"], scratch.Folder).Output.Trim());
    }

    [SkippableTheory]
    [InlineData("--output", "report.txt")]
    [InlineData("--write-baseline", "report.txt")]
    [InlineData("--output", "out/report.txt")]
    public void A_report_is_not_written_through_a_link_of_the_tree(string option, string file)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var outside = new Scratch();
        outside.Write("report.txt", "kept");
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Commit();
        if (file == "report.txt")
        {
            File.CreateSymbolicLink(scratch[file], outside["report.txt"]);
        }
        else
        {
            Directory.CreateSymbolicLink(scratch["out"], outside.Folder);
        }

        var run = scratch.Lint(option, file);

        Assert.Equal(2, run.Status);
        Assert.Equal("kept", outside.Read("report.txt"));
    }

    [Theory]
    [InlineData("reports")]
    [InlineData(".")]
    [InlineData("../FOLDER")]
    public void A_folder_is_no_file_to_write(string named)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("reports/old.txt", "kept");

        var run = scratch.Lint("--output", named.Replace("FOLDER", Path.GetFileName(scratch.Folder), StringComparison.Ordinal));

        Assert.Equal(2, run.Status);
        Assert.Contains("cannot be written (it is a folder)", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_device_may_be_written_to() // as in --output /dev/null
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);

        Assert.Equal(0, scratch.Lint("--output", "/dev/null", "--fail-on", "never").Status);
        Assert.True(File.Exists("/dev/null"));
    }
}
