import type { DoorWords } from './door.fr.ts';

export const doorEn: DoorWords = {
  place: {
    blocks: 'Blocked people',
    sampleSite: 'Sample place: people marked “sample” are simulated.',
    skip: 'Skip to content',
    navigation: 'Navigation',
    rooms: 'Rooms',
    private: 'Private',
    me: 'Me',
    help: 'Help',
    unread: (count: number) => `${count} new`,
    quickExit: 'Quick exit',
    quickExitHint: 'Leaves this page at once. On a keyboard: Escape, twice.',
    offline: 'Connection lost. We keep trying…',
    neutralName: 'Notes',
    missing: 'This page does not exist, or not for you.',
    home: 'Go to the rooms',
  },
  lamp: {
    lit: (count: number) => (count === 1 ? '1 person is watching' : `${count} people are watching`),
    low: 'The lamp is turned low',
    titleLit: 'The lamp is lit',
    explainLit:
      'Members of staff are here, read reports and can act at once. You can call them at any time with the flag beside a message.',
    why: {
      nobody: 'No member of staff is here right now. What needs somebody present rests until the lamp is lit again.',
      too_few: 'There are not enough staff here right now. Part of what needs somebody present rests until another joins them.',
      urgent: 'Staff are here, but something urgent has been waiting too long. They see to it first; then the lamp is lit again.',
    },
    closed: 'Until then these rest:',
    rests: {
      first_words: 'first words to somebody you do not know',
      rooms: 'opening new rooms',
      pictures: 'sending pictures',
    },
    stays: 'Conversations that are open go on, and your reports always reach us.',
  },
  door: {
    notice: 'Report without coming in',
    title: 'Good evening.',
    lead: 'A pseudonym, an age, and here you are, round the lamp. No password, no e-mail.',
    pseudonym: 'Your pseudonym',
    pseudonymHint: '2 to 24 characters. Better not your real name.',
    age: 'Your age',
    ageHint: 'Among adults. Only an age range is shown.',
    region: 'Region (optional)',
    regionHint: 'Town or county',
    language: 'Language',
    accept: 'I accept the rules',
    readRules: 'Read the rules',
    nudged: 'A moment before you come in',
    enterAnyway: 'Come in all the same',
    enter: 'Come in',
    entering: 'Opening the door…',
    wrong: {
      pseudonym: {
        length: 'Between 2 and 24 characters, please.',
        characters: 'This pseudonym has characters that we cannot show.',
        staff: 'This pseudonym looks like one of the staff’s. Please choose another.',
        taken: 'This pseudonym is taken.',
        refused: 'Our rules do not allow this pseudonym.',
      },
      age: {
        'wrong-type': 'In digits, for example 34.',
        'out-of-range': 'This age does not seem possible.',
      },
      region: {
        unusable: 'A town or a county is enough, in at most 40 characters.',
      },
      rules: {
        required: 'You need to accept the rules to come in.',
        version: 'The rules have just changed: please read and accept them again.',
      },
    },
    minorTitle: 'Thank you for being honest.',
    minorText:
      'This place is for adults, so we cannot open the door to you. You have done nothing wrong. If something weighs on you, if somebody frightens you or asks you to keep a secret, there are people for you, free of charge:',
    minorAgain: 'I typed the wrong age',
    call: (number: string) => `Call ${number}`,
    site: 'Visit the site',
  },
  rules: {
    title: 'The house rules',
    version: (version: string) => `Version ${version}`,
  },
  help: {
    title: 'Need help?',
    urgent: [
      { text: 'Call 112', address: 'tel:112' },
      { text: 'Call 999 (UK)', address: 'tel:999' },
      { text: 'Text 114 (France)', address: 'sms:114' },
    ],
  },
};
