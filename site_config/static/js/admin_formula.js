// The formula button of the rich text editor in the admin: asks for LaTeX and puts it in the line as one piece.
(() => {
  const { React, DraftJS, draftail } = window;
  const { EditorState, Modifier } = DraftJS;

  class FormulaSource extends React.Component {
    componentDidMount() {
      const { editorState, entityType, entity, entityKey, onComplete, onClose } = this.props;
      const before = entity ? entity.getData().latex : "";
      const answer = window.prompt(entityType.question || entityType.description, before);
      const latex = answer === null ? "" : answer.trim();
      if (!latex) {
        onClose();
        return;
      }
      const selection = entity
        ? draftail.DraftUtils.getEntitySelection(editorState, entityKey)
        : editorState.getSelection();
      const withEntity = editorState
        .getCurrentContent()
        .createEntity(entityType.type, "IMMUTABLE", { latex });
      const key = withEntity.getLastCreatedEntityKey();
      const content = Modifier.replaceText(withEntity, selection, latex, null, key);
      onComplete(EditorState.push(editorState, content, "insert-characters"));
    }

    render() {
      return null;
    }
  }

  function Formula({ entityKey, onEdit, children }) {
    return React.createElement(
      "code",
      { role: "button", tabIndex: 0, onMouseUp: () => onEdit(entityKey) },
      children,
    );
  }

  draftail.registerPlugin({ type: "FORMULA", source: FormulaSource, decorator: Formula }, "entityTypes");
})();
