"""The floor of the interface: a Textual app with a tree and a footer, and nothing else."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Tree


class Bare(App[None]):
    """Shows five rows."""

    def compose(self) -> ComposeResult:
        """The tree and the footer."""
        tree: Tree[None] = Tree("Plan")
        for number in range(5):
            tree.root.add_leaf(f"Row {number}")
        tree.root.expand()
        yield tree
        yield Footer()


if __name__ == "__main__":
    Bare().run()
