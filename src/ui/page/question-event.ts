/** An edit of what a page asks beside the scenario: the whole question as it is to be. Bubbles to the page that holds it. */
export class QuestionEvent<Question> extends Event {
  static readonly eventName = 'lab-question';

  constructor(readonly question: Question) {
    super(QuestionEvent.eventName, { bubbles: true, composed: true });
  }
}
