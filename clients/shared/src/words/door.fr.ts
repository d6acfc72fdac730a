/** The door, the lamp, and what is on every screen. */
export const doorFr = {
  place: {
    blocks: 'Personnes bloquées',
    sampleSite: 'Lieu d’exemple : les personnes marquées « exemple » sont simulées.',
    skip: 'Aller au contenu',
    navigation: 'Navigation',
    rooms: 'Salons',
    private: 'Privé',
    me: 'Moi',
    help: 'Aide',
    unread: (count: number) => (count === 1 ? '1 nouveau' : `${count} nouveaux`),
    quickExit: 'Sortie rapide',
    quickExitHint: 'Quitte la page tout de suite. Au clavier : Échap, deux fois.',
    offline: 'Connexion perdue. Nous réessayons tout seuls…',
    neutralName: 'Notes',
    missing: 'Cette page n’existe pas, ou pas pour vous.',
    home: 'Aller aux salons',
  },
  lamp: {
    lit: (count: number) => (count === 1 ? '1 personne veille' : `${count} personnes veillent`),
    low: 'La lampe est en veille',
    titleLit: 'La lampe est allumée',
    explainLit:
      'Des personnes de l’équipe sont présentes, lisent les signalements et peuvent agir tout de suite. Vous pouvez faire signe à tout moment avec le drapeau à côté d’un message.',
    why: {
      nobody: 'Personne de l’équipe n’est présent en ce moment. Ce qui demande une présence se repose jusqu’à ce que quelqu’un rallume.',
      too_few: 'L’équipe n’est pas assez nombreuse en ce moment. Une partie de ce qui demande une présence se repose jusqu’à ce que quelqu’un la rejoigne.',
      urgent: 'L’équipe est là, mais quelque chose d’urgent attend depuis trop longtemps. Elle s’en occupe d’abord ; la lampe se rallume ensuite.',
    },
    closed: 'En attendant, se reposent :',
    rests: {
      first_words: 'les premiers mots à une personne inconnue',
      rooms: 'l’ouverture de nouveaux salons',
      pictures: 'l’envoi d’images',
    },
    stays: 'Les conversations déjà ouvertes continuent, et vos signalements nous parviennent toujours.',
  },
  door: {
    notice: 'Signaler sans entrer',
    title: 'Bonsoir.',
    lead: 'Un pseudonyme, un âge, et vous voilà autour de la lampe. Sans mot de passe ni e-mail.',
    pseudonym: 'Votre pseudonyme',
    pseudonymHint: 'De 2 à 24 caractères. Évitez votre vrai nom.',
    age: 'Votre âge',
    ageHint: 'Entre adultes. On ne montre qu’une tranche d’âge.',
    region: 'Région (facultatif)',
    regionHint: 'Ville ou département',
    language: 'Langue',
    accept: 'J’accepte les règles',
    readRules: 'Lire les règles',
    nudged: 'Un instant avant d’entrer',
    enterAnyway: 'Entrer quand même',
    enter: 'Entrer',
    entering: 'On vous ouvre…',
    wrong: {
      pseudonym: {
        length: 'Entre 2 et 24 caractères, s’il vous plaît.',
        characters: 'Ce pseudonyme contient des caractères que nous ne pouvons pas afficher.',
        staff: 'Ce pseudonyme ressemble à celui de l’équipe. Choisissez-en un autre.',
        taken: 'Ce pseudonyme est déjà pris.',
        refused: 'Nos règles ne permettent pas ce pseudonyme.',
      },
      age: {
        'wrong-type': 'En chiffres, par exemple 34.',
        'out-of-range': 'Cet âge ne semble pas possible.',
      },
      region: {
        unusable: 'Une ville ou un département suffit, en 40 caractères au plus.',
      },
      rules: {
        required: 'Il faut accepter les règles pour entrer.',
        version: 'Les règles viennent de changer : relisez-les, puis acceptez-les.',
      },
    },
    minorTitle: 'Merci de l’avoir dit franchement.',
    minorText:
      'Ce lieu est réservé aux adultes, alors nous ne pouvons pas vous ouvrir. Ce n’est pas une faute. Si quelque chose vous pèse, si quelqu’un vous fait peur ou vous demande un secret, des personnes sont là pour vous, gratuitement :',
    minorAgain: 'J’ai mal indiqué mon âge',
    call: (number: string) => `Appeler le ${number}`,
    site: 'Voir le site',
  },
  rules: {
    title: 'Les règles de la maison',
    version: (version: string) => `Version ${version}`,
  },
  help: {
    title: 'Besoin d’aide ?',
    urgent: [
      { text: 'Appeler le 17', address: 'tel:17' },
      { text: 'Appeler le 112', address: 'tel:112' },
      { text: 'SMS au 114', address: 'sms:114' },
    ],
  },
};

export type DoorWords = typeof doorFr;
