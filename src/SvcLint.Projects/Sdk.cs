using Microsoft.Build.Locator;

namespace SvcLint.Projects;

/// <summary>The SDK that evaluates projects. Found before anything of MSBuild is touched.</summary>
internal static class Sdk
{
    /// <summary>Finds the SDK that <c>dotnet</c> would take in a folder; else says why there is none.</summary>
    public static string? Find(string folder)
    {
        try
        {
            var found = MSBuildLocator.QueryVisualStudioInstances(new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = folder }).FirstOrDefault();
            if (found is null)
            {
                return $"no .NET SDK for .NET {Environment.Version.Major} is installed beside the runtime; projects cannot be loaded. Install the SDK, or lint without --project";
            }

            MSBuildLocator.RegisterInstance(found);
            return null;
        }
        catch (InvalidOperationException problem)
        {
            // A global.json asks for one that is not there; the host's words, on lines of their own, say which.
            Console.Error.WriteLine(problem.Message);
            return "none of the installed .NET SDKs is the one that global.json asks for; projects cannot be loaded. Install it, or lint without --project";
        }
    }
}
