// What the page of a course says by itself, in the languages that the tag speaks.

const WORDS = {
  ar: {
    opening: "يجري فتح التدريب…",
    again: "لم يعد هذا الرابط صالحًا. عُد إلى الدورة وافتح التدريب من جديد.",
    administrator: "تعذّر فتح التدريب من هذه الدورة. يُرجى إبلاغ مسؤول منصة التعلّم بهذا الرمز:",
    unchosen: "لم يُحدَّد تدريب لهذا الموضع في الدورة. يُرجى إبلاغ معلّمك.",
    window: "لا يسمح المتصفح لهذا الإطار بحفظ أي شيء. افتح التدريب في نافذة خاصة به.",
    openWindow: "فتح نافذة جديدة",
    elsewhere: "فُتح التدريب في نافذة أخرى.",
    unreachable: "الخدمة لا تستجيب. تحقّق من اتصالك.",
    retry: "إعادة المحاولة",
    choose: "اختر التدريب لهذا الموضع في الدورة.",
    nothing: "لا يوجد تدريب منشور بعد.",
  },
  de: {
    opening: "Die Übung wird geöffnet …",
    again:
      "Dieser Aufruf gilt nicht mehr. Gehen Sie zum Kurs zurück und öffnen Sie die Übung noch einmal.",
    administrator:
      "Die Übung lässt sich aus diesem Kurs nicht öffnen. Bitte nennen Sie der Verwaltung Ihrer Lernplattform diesen Code:",
    unchosen:
      "Für diese Stelle im Kurs ist keine Übung gewählt. Bitte sagen Sie es Ihrer Lehrkraft.",
    window:
      "Der Browser lässt diesen Rahmen nichts behalten. Öffnen Sie die Übung in einem eigenen Fenster.",
    openWindow: "Neues Fenster öffnen",
    elsewhere: "Die Übung ist in einem anderen Fenster offen.",
    unreachable: "Der Dienst antwortet nicht. Prüfen Sie Ihre Verbindung.",
    retry: "Noch einmal versuchen",
    choose: "Wählen Sie die Übung für diese Stelle im Kurs.",
    nothing: "Es ist noch keine Übung veröffentlicht.",
  },
  en: {
    opening: "Opening the practice…",
    again: "This link is no longer valid. Go back to the course and open the practice again.",
    administrator:
      "The practice cannot be opened from this course. Please give the administrator of your learning platform this code:",
    unchosen: "No practice has been chosen for this place in the course. Please tell your teacher.",
    window: "Your browser lets this frame keep nothing. Open the practice in a window of its own.",
    openWindow: "Open a new window",
    elsewhere: "The practice is open in another window.",
    unreachable: "The service does not answer. Check your connection.",
    retry: "Try again",
    choose: "Choose the practice for this place in the course.",
    nothing: "No practice has been published yet.",
    registering: "Registering at your learning platform…",
    registered: "The tool is registered. Activate it at your platform.",
    deployment:
      "Your platform named no deployment: whoever runs the practice service admits it when a launch has named it.",
  },
  es: {
    opening: "Abriendo la práctica…",
    again: "Este enlace ya no es válido. Vuelva al curso y abra la práctica de nuevo.",
    administrator:
      "La práctica no se puede abrir desde este curso. Indique este código al administrador de su plataforma:",
    unchosen:
      "No se ha elegido ninguna práctica para este lugar del curso. Avise a su profesor o profesora.",
    window:
      "El navegador no deja que este marco guarde nada. Abra la práctica en una ventana propia.",
    openWindow: "Abrir una ventana nueva",
    elsewhere: "La práctica está abierta en otra ventana.",
    unreachable: "El servicio no responde. Compruebe su conexión.",
    retry: "Intentar de nuevo",
    choose: "Elija la práctica para este lugar del curso.",
    nothing: "Todavía no se ha publicado ninguna práctica.",
  },
  fr: {
    opening: "Ouverture de l’entraînement…",
    again: "Ce lien n’est plus valable. Revenez au cours et ouvrez de nouveau l’entraînement.",
    administrator:
      "L’entraînement ne peut pas s’ouvrir depuis ce cours. Donnez ce code à l’administrateur de votre plateforme\u00a0:",
    unchosen:
      "Aucun entraînement n’a été choisi pour cet endroit du cours. Prévenez votre enseignant.",
    window:
      "Le navigateur ne laisse rien garder à ce cadre. Ouvrez l’entraînement dans sa propre fenêtre.",
    openWindow: "Ouvrir une nouvelle fenêtre",
    elsewhere: "L’entraînement est ouvert dans une autre fenêtre.",
    unreachable: "Le service ne répond pas. Vérifiez votre connexion.",
    retry: "Réessayer",
    choose: "Choisissez l’entraînement pour cet endroit du cours.",
    nothing: "Aucun entraînement n’est encore publié.",
  },
  it: {
    opening: "Apertura dell’esercitazione…",
    again: "Questo link non è più valido. Torna al corso e apri di nuovo l’esercitazione.",
    administrator:
      "L’esercitazione non si può aprire da questo corso. Comunica questo codice all’amministratore della piattaforma:",
    unchosen:
      "Per questo punto del corso non è stata scelta alcuna esercitazione. Avvisa l’insegnante.",
    window:
      "Il browser non lascia conservare nulla a questo riquadro. Apri l’esercitazione in una finestra propria.",
    openWindow: "Apri una nuova finestra",
    elsewhere: "L’esercitazione è aperta in un’altra finestra.",
    unreachable: "Il servizio non risponde. Controlla la connessione.",
    retry: "Riprova",
    choose: "Scegli l’esercitazione per questo punto del corso.",
    nothing: "Non è ancora stata pubblicata alcuna esercitazione.",
  },
  nl: {
    opening: "De oefening wordt geopend…",
    again: "Deze link is niet meer geldig. Ga terug naar de cursus en open de oefening opnieuw.",
    administrator:
      "De oefening kan niet vanuit deze cursus worden geopend. Geef de beheerder van je leerplatform deze code:",
    unchosen: "Voor deze plek in de cursus is geen oefening gekozen. Meld het aan je docent.",
    window: "De browser laat dit kader niets bewaren. Open de oefening in een eigen venster.",
    openWindow: "Nieuw venster openen",
    elsewhere: "De oefening staat open in een ander venster.",
    unreachable: "De dienst antwoordt niet. Controleer je verbinding.",
    retry: "Opnieuw proberen",
    choose: "Kies de oefening voor deze plek in de cursus.",
    nothing: "Er is nog geen oefening gepubliceerd.",
  },
  pt: {
    opening: "A abrir a prática…",
    again: "Este link já não é válido. Volte ao curso e abra a prática novamente.",
    administrator:
      "A prática não pode ser aberta a partir deste curso. Indique este código ao administrador da sua plataforma:",
    unchosen: "Não foi escolhida nenhuma prática para este ponto do curso. Avise o seu professor.",
    window: "O navegador não deixa esta moldura guardar nada. Abra a prática numa janela própria.",
    openWindow: "Abrir uma nova janela",
    elsewhere: "A prática está aberta noutra janela.",
    unreachable: "O serviço não responde. Verifique a sua ligação.",
    retry: "Tentar novamente",
    choose: "Escolha a prática para este ponto do curso.",
    nothing: "Ainda não foi publicada nenhuma prática.",
  },
  rw: {
    opening: "Umwitozo urafungurwa…",
    again: "Iyi nzira ntigikora. Subira mu isomo wongere ufungure umwitozo.",
    administrator:
      "Umwitozo ntushobora gufungurwa uvuye muri iri somo. Ha ushinzwe urubuga rw’amasomo iyi kode:",
    unchosen: "Nta mwitozo watoranyijwe kuri uyu mwanya w’isomo. Bimenyeshe umwarimu wawe.",
    window:
      "Mucukumbuzi ntiyemerera iyi kadere kubika ikintu. Fungura umwitozo mu idirishya ryawo.",
    openWindow: "Fungura idirishya rishya",
    elsewhere: "Umwitozo ufunguye mu rindi dirishya.",
    unreachable: "Serivisi ntisubiza. Reba umurongo wawe wa interineti.",
    retry: "Ongera ugerageze",
    choose: "Hitamo umwitozo w’uyu mwanya w’isomo.",
    nothing: "Nta mwitozo uratangazwa.",
  },
  th: {
    opening: "กำลังเปิดการฝึก…",
    again: "ลิงก์นี้ใช้ไม่ได้แล้ว กลับไปที่คอร์สแล้วเปิดการฝึกอีกครั้ง",
    administrator: "เปิดการฝึกจากคอร์สนี้ไม่ได้ โปรดแจ้งรหัสนี้แก่ผู้ดูแลแพลตฟอร์มการเรียนรู้:",
    unchosen: "ยังไม่ได้เลือกการฝึกสำหรับตำแหน่งนี้ในคอร์ส โปรดแจ้งผู้สอน",
    window: "เบราว์เซอร์ไม่ให้กรอบนี้เก็บข้อมูลใด ๆ โปรดเปิดการฝึกในหน้าต่างของตัวเอง",
    openWindow: "เปิดหน้าต่างใหม่",
    elsewhere: "การฝึกเปิดอยู่ในอีกหน้าต่างหนึ่ง",
    unreachable: "บริการไม่ตอบสนอง โปรดตรวจสอบการเชื่อมต่อ",
    retry: "ลองอีกครั้ง",
    choose: "เลือกการฝึกสำหรับตำแหน่งนี้ในคอร์ส",
    nothing: "ยังไม่มีการฝึกที่เผยแพร่",
  },
};

/** The words of the first language that is known; registration is read by administrators, in English. */
export function chooseWords(languages) {
  const primary = languages.map((tag) => tag.slice(0, 2).toLowerCase());
  const language = primary.find((name) => Object.hasOwn(WORDS, name)) ?? "en";
  return { ...WORDS.en, ...WORDS[language], language };
}
