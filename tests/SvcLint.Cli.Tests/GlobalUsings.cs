global using SvcLint.Core.Tests;
global using Xunit;
